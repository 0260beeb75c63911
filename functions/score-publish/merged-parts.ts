import { ChurnError } from '#core/errors.ts';
import { RunFigures } from '#core/insights/run-figures.ts';
import type { FeatureProfile } from '#core/lake/documents.ts';
import { scoredPartKey } from '#core/lake/keys.ts';
import { scoredPartSchema } from '#core/lake/scored-part.ts';
import type { PublishOrder } from '#core/lake/scoring-orders.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import { findJson } from '#platform/store/json-objects.ts';
import type { ObjectStore } from '#platform/store/object-store.ts';

/**
 * The figures of all parts of a run, added in the order of the parts, one in memory at a time.
 * @throws ChurnError `PART_MISSING` for a part that was not done in this writing, or has other rows than the profile says
 */
export async function mergedParts(
  store: ObjectStore,
  { runId, modelVersion, writingId }: PublishOrder,
  { parts, rows }: FeatureProfile,
  schema: SchemaDocument,
): Promise<RunFigures> {
  const merged = new RunFigures(schema);
  for (const [index, expected] of parts.entries()) {
    const part = index + 1;
    const scored = await findJson(store, scoredPartKey(runId, modelVersion, part), scoredPartSchema);
    if (scored?.writingId !== writingId || scored.rows !== expected.rows) {
      throw new ChurnError('PART_MISSING', `Part ${part} of ${parts.length} of run ${runId} is not done.`);
    }
    merged.merge(scored.figures);
  }
  const { customers } = merged.insights().total;
  if (customers === rows) return merged;
  throw new ChurnError(
    'ROW_COUNT_MISMATCH',
    `The parts of run ${runId} have ${customers} rows, not ${rows}.`,
  );
}
