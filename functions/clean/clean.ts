import { cleanAnyEncoding } from '#core/cleaning/clean-any-encoding.ts';
import { isLargeUpload } from '#core/cleaning/large-upload.ts';
import type { StreamWriter } from '#core/csv/byte-pipe.ts';
import { cleanCustomersKey, qualityKey, rejectedKey, snapshotDataKey } from '#core/lake/keys.ts';
import { openUpload } from '#platform/intake/open-upload.ts';
import { ProgressReport } from '#platform/runs/progress-report.ts';
import { readRunContext, requireRunId } from '#platform/runs/run-context.ts';
import type { ObjectArrival } from '#platform/stage/object-events.ts';
import type { StagePorts } from '#platform/stage/object-stage.ts';
import { repeatIfFailed } from '#platform/stage/repeat-if-failed.ts';
import { writeJson } from '#platform/store/json-objects.ts';

/** Cleans a run's snapshot; quality.json comes last and says that the other two files are whole. */
export async function clean(
  { store, ledger }: StagePorts,
  object: ObjectArrival,
  belongsTo: (runId: string) => void,
): Promise<void> {
  const runId = requireRunId(object.key);
  belongsTo(runId);
  const lastKey = qualityKey(runId);
  if ((await store.head(lastKey)) !== undefined) return repeatIfFailed({ store, ledger }, runId, lastKey);

  await ledger.advance(runId, 'cleaning');
  const { schema, manifest } = await readRunContext(store, runId);
  const csvAt =
    (key: string): StreamWriter =>
    (body) =>
      store.writeStream(key, body, 'text/csv; charset=utf-8');
  const snapshot = snapshotDataKey(runId, manifest.format);
  const open = () => openUpload(store, snapshot, manifest.format);
  const progress = new ProgressReport({ ledger, runId, stage: 'clean' });
  const outputs = {
    clean: csvAt(cleanCustomersKey(runId)),
    rejected: csvAt(rejectedKey(runId)),
    onRows: (rowsRead: number) => progress.rowsDone(rowsRead),
  };
  const isLarge = isLargeUpload(manifest.format, manifest.bytes);
  const report = await cleanAnyEncoding(open, schema, runId, outputs, { isLarge });
  await progress.end();
  await ledger.advance(runId, 'cleaning', { customers: report.rowsKept, rejectedRows: report.rowsRejected });
  await writeJson(store, lastKey, report);
}
