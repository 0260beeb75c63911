import { DataError } from '#core/errors.ts';
import { type SnapshotManifest, snapshotManifestSchema } from '#core/lake/documents.ts';
import { runIdOfKey, snapshotManifestKey } from '#core/lake/keys.ts';
import { parseSchemaDocument, type SchemaDocument } from '#core/schema/schema-document.ts';
import { readJson } from '../store/json-objects.ts';
import type { ObjectStore } from '../store/object-store.ts';

/** What the stages after ingest need to know of their run. */
export interface RunContext {
  readonly runId: string;
  readonly manifest: SnapshotManifest;
  readonly schema: SchemaDocument;
}

/** @throws DataError `KEY_WITHOUT_RUN` for a key that no stage of ours wrote */
export function requireRunId(key: string): string {
  const runId = runIdOfKey(key);
  if (runId === undefined) throw new DataError('KEY_WITHOUT_RUN', `The object ${key} belongs to no run.`);
  return runId;
}

/** Reads the run's snapshot manifest and the schema document that it fixed. */
export async function readRunContext(store: ObjectStore, runId: string): Promise<RunContext> {
  const manifest = await readJson(store, snapshotManifestKey(runId), snapshotManifestSchema);
  return { runId, manifest, schema: parseSchemaDocument(manifest.schema) };
}
