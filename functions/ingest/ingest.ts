import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { SnapshotManifest } from '#core/lake/documents.ts';
import { contentClaimKey, formatRunId, snapshotDataKey, snapshotManifestKey } from '#core/lake/keys.ts';
import { FORMAT_HEAD_BYTES, uploadFormatOf } from '#core/lake/upload-format.ts';
import { parseSchemaText, readSchemaText } from '#platform/schema-store.ts';
import type { ObjectArrival } from '#platform/stage/object-events.ts';
import type { StagePorts } from '#platform/stage/object-stage.ts';
import { repeatIfFailed } from '#platform/stage/repeat-if-failed.ts';
import { findJson, writeJson, writeJsonOnce } from '#platform/store/json-objects.ts';
import type { ObjectStore } from '#platform/store/object-store.ts';

const claimSchema = z.object({ runId: z.string() });

/**
 * Takes an immutable snapshot of an upload. The same bytes under the same schema document are one run, however often
 * and from wherever they arrive.
 */
export async function ingest(
  { store, ledger }: StagePorts,
  object: ObjectArrival,
  belongsTo: (runId: string) => void,
): Promise<void> {
  // The console's way of making a folder.
  if (object.key.endsWith('/')) return;
  const content = await digest(await store.read(object.key, object.version));
  const schemaText = await readSchemaText(store);
  const runId = await claimRun(
    store,
    content.sha256,
    schemaText,
    formatRunId(object.arrivedAt, content.sha256),
  );
  belongsTo(runId);

  const receivedAt = object.arrivedAt.toISOString();
  const origin = {
    runId,
    sourceKey: object.key,
    contentSha256: content.sha256,
    bytes: content.bytes,
    receivedAt,
  };
  const format = uploadFormatOf(content.head);
  await ledger.open({
    ...origin,
    state: 'received',
    updatedAt: receivedAt,
    attempts: 0,
    failure: null,
    customers: null,
    rejectedRows: null,
    modelVersion: null,
  });
  if ((await store.head(snapshotManifestKey(runId))) !== undefined) {
    return repeatIfFailed({ store, ledger }, runId, snapshotManifestKey(runId));
  }
  const manifest: SnapshotManifest = { ...origin, format, schema: parseSchemaText(schemaText) };
  await store.copy(object.key, snapshotDataKey(runId, format), object.version);
  await writeJson(store, snapshotManifestKey(runId), manifest);
}

interface Content {
  readonly sha256: string;
  readonly bytes: number;
  readonly head: Uint8Array;
}

async function digest(chunks: AsyncIterable<Uint8Array>): Promise<Content> {
  const hash = createHash('sha256');
  const head = new Uint8Array(FORMAT_HEAD_BYTES);
  let bytes = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    if (bytes < head.length) head.set(chunk.subarray(0, head.length - bytes), bytes);
    bytes += chunk.byteLength;
  }
  return { sha256: hash.digest('hex'), bytes, head: head.subarray(0, bytes) };
}

/** The run of this content under this schema: the one that claimed it first, else `runId`. */
async function claimRun(
  store: ObjectStore,
  contentSha256: string,
  schemaText: string,
  runId: string,
): Promise<string> {
  const schemaHash = createHash('sha256').update(schemaText).digest('hex').slice(0, 16);
  const key = contentClaimKey(`${contentSha256}-${schemaHash}`);
  const standing = await findJson(store, key, claimSchema);
  return (standing ?? (await writeJsonOnce(store, key, { runId }, claimSchema))).runId;
}
