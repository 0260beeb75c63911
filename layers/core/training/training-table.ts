import { readFeatureTable } from '../features/read-feature-table.ts';
import type { FeatureProfile, Sampling } from '../lake/documents.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { type FeatureTable, LABEL_UNKNOWN } from '../table/feature-table.ts';
import { RowDraw } from './row-draw.ts';
import { sampleQuota } from './sample-quota.ts';
import { mostTrainingRows } from './training-memory.ts';
import { tableShape } from './training-size.ts';

/** The machine that trains, and the seed of a sample. */
export interface TrainingRoom {
  readonly memoryMib: number;
  readonly threads: number;
  readonly seed: number;
}

/** What is trained on. */
export interface TrainingTable {
  /** With its customers' hashes. */
  readonly table: FeatureTable;
  /** There where the labelled customers are more than the room holds. */
  readonly sampling?: Sampling;
}

/**
 * Reads the labelled rows of customer_features.csv, all of them or the largest sample that the room holds. Rows without
 * a label, of which nothing is learnt, are passed over.
 * @throws DataError as readFeatureTable; ChurnError as mostTrainingRows and RowDraw.
 */
export async function readTrainingTable(
  chunks: AsyncIterable<Uint8Array>,
  profile: FeatureProfile,
  schema: SchemaDocument,
  { memoryMib, threads, seed }: TrainingRoom,
): Promise<TrainingTable> {
  const { labelled, left } = profile;
  const maxRows = mostTrainingRows(memoryMib, tableShape(profile, schema), threads);
  if (labelled <= maxRows) {
    const keeps = (label: number) => label !== LABEL_UNKNOWN;
    const options = { expectedRows: labelled, withCustomers: true, keeps };
    return { table: await readFeatureTable(chunks, schema, options) };
  }
  const all = { left, stayed: labelled - left };
  const quota = sampleQuota(all, maxRows);
  const draw = new RowDraw(all, quota, seed);
  const table = await readFeatureTable(chunks, schema, {
    expectedRows: draw.expectedRows,
    withCustomers: true,
    keeps: (label, customerHash) => draw.keeps(label, customerHash),
  });
  const sampling = {
    ...{ rows: maxRows, left: quota.left, ofRows: labelled, ofLeft: left, seed },
    reason: `${maxRows} of ${labelled} labelled customers were drawn by chance, in the shares of those who left and stayed: as many as ${memoryMib} MiB hold.`,
  };
  return { table: draw.finished(table), sampling };
}
