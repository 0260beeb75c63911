import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { BodyFiles } from './body-files.ts';
import { Database } from './database.ts';

/** The index and the files of all buckets. */
export interface Storage {
  readonly database: Database;
  readonly bodies: BodyFiles;
  readonly region: string;
  readonly accountId: string;
  /** Called after each commit that journalled events. */
  readonly eventsJournalled: () => void;
}

/** Opens the storage in a folder and removes what unfinished writes left in it. */
export async function openStorage(
  directory: string,
  options: Omit<Storage, 'database' | 'bodies'>,
): Promise<{ readonly storage: Storage; readonly leftovers: number }> {
  await mkdir(directory, { recursive: true });
  const database = new Database(join(directory, 'index.sqlite'));
  try {
    const bodies = new BodyFiles(join(directory, 'bodies'));
    const leftovers = await bodies.removeAllBut(namedSegments(database));
    return { storage: { ...options, database, bodies }, leftovers };
  } catch (error) {
    database.close();
    throw error;
  }
}

function namedSegments(database: Database): ReadonlySet<string> {
  const sql = `
    SELECT json_extract(segment.value, '$.id') AS id FROM versions, json_each(versions.segments) AS segment
    UNION ALL SELECT segmentId AS id FROM parts`;
  return new Set([...database.rows(z.object({ id: z.string() }), sql)].map(({ id }) => id));
}
