import * as z from 'zod';
import type { StoredBucket } from '../storage/buckets.ts';
import type { Database } from '../storage/database.ts';
import type { StoredVersion } from '../storage/records.ts';
import type { Storage } from '../storage/storage.ts';
import { type EventName, eventDocument } from './event-document.ts';
import { matchesNotification } from './matches-notification.ts';

/** Why an object changed: what happened, and by whose request. */
export interface Occasion {
  readonly eventName: EventName;
  readonly requestId: string;
  readonly sourceAddress: string;
  readonly principalId: string;
}

const eventSchema = z.object({
  sequence: z.number(),
  functionArn: z.string(),
  event: z.string().transform((text): unknown => JSON.parse(text)),
});

/** An event that is not yet handed over. */
export type JournalledEvent = Readonly<z.infer<typeof eventSchema>>;

/** Writes an event for each notification that asks for it; part of the transaction in which the object changes. */
export function journalEvents(
  { database, region, accountId }: Storage,
  bucket: StoredBucket,
  version: StoredVersion,
  occasion: Occasion,
): void {
  for (const notification of bucket.configuration.notifications) {
    if (!matchesNotification(notification, occasion.eventName, version.key)) continue;
    const sequence = nextSequence(database);
    const event = eventDocument({ region, accountId, bucket, version, occasion, notification, sequence });
    database.run(
      'INSERT INTO events (sequence, functionArn, event) VALUES (?, ?, ?)',
      ...[sequence, notification.functionArn, JSON.stringify(event)],
    );
  }
}

/** Up to `limit` events behind the given one, oldest first. */
export function eventsAfter(database: Database, sequence: number, limit: number): readonly JournalledEvent[] {
  const sql = 'SELECT sequence, functionArn, event FROM events WHERE sequence > ? ORDER BY sequence LIMIT ?';
  return [...database.rows(eventSchema, sql, sequence, limit)];
}

/** Takes an event off the journal: it is handed over. */
export function removeEvent(database: Database, sequence: number): void {
  database.run('DELETE FROM events WHERE sequence = ?', sequence);
}

/** One more than any event ever had, so that sequencers grow also when earlier events are gone. */
function nextSequence(database: Database): number {
  const sql = "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'events'), 0) + 1 AS next";
  return database.first(z.object({ next: z.number() }), sql)?.next ?? 1;
}
