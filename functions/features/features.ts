import { buildFeatures } from '#core/features/build-features.ts';
import { cleanCustomersKey, featuresPartKey, profileKey } from '#core/lake/keys.ts';
import { ProgressReport } from '#platform/runs/progress-report.ts';
import { readRunContext, requireRunId } from '#platform/runs/run-context.ts';
import type { ObjectArrival } from '#platform/stage/object-events.ts';
import type { StagePorts } from '#platform/stage/object-stage.ts';
import { repeatIfFailed } from '#platform/stage/repeat-if-failed.ts';
import { writeJson } from '#platform/store/json-objects.ts';

/** Adds the derived features to a run's clean customers; profile.json comes last and says that the parts are whole. */
export async function features(
  { store, ledger }: StagePorts,
  object: ObjectArrival,
  belongsTo: (runId: string) => void,
): Promise<void> {
  const runId = requireRunId(object.key);
  belongsTo(runId);
  const lastKey = profileKey(runId);
  if ((await store.head(lastKey)) !== undefined) return repeatIfFailed({ store, ledger }, runId, lastKey);

  await ledger.advance(runId, 'building-features');
  const { schema } = await readRunContext(store, runId);
  const customers = await store.read(cleanCustomersKey(runId));
  const rowsTotal = (await ledger.find(runId))?.customers ?? undefined;
  const progress = new ProgressReport({
    ...{ ledger, runId, stage: 'features' },
    ...(rowsTotal === undefined ? {} : { rowsTotal }),
  });
  const profile = await buildFeatures(customers, schema, runId, {
    writerOf: (part) => (body) =>
      store.writeStream(featuresPartKey(runId, part), body, 'text/csv; charset=utf-8'),
    ...(schema.scoring?.partRows === undefined ? {} : { maxPartRows: schema.scoring.partRows }),
    onRows: (rowsRead) => progress.rowsDone(rowsRead),
  });
  await progress.end();
  await writeJson(store, lastKey, profile);
}
