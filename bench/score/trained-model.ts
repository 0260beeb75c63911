import { NO_CALIBRATION } from '#core/calibration/calibration.ts';
import { gradientBoosting } from '#core/learners/boosting/gradient-boosting.ts';
import { churnModelOnnx } from '#core/onnx/churn-model.ts';
import { generateCustomers } from '#core/sample/generate-customers.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { labelledRows } from '#core/training/labelled-rows.ts';
import { customerTable } from '../customer-table.ts';

const TRAINING_ROWS = 20_000;

/** Boosted models of the size that training chooses, without early stopping so that their size is known. */
export const MODELS = ['depth1', 'depth3'] as const;
export type ModelName = (typeof MODELS)[number];

const SETTINGS = {
  depth1: { depth: 1, rounds: 150, earlyStopping: false },
  depth3: { depth: 3, rounds: 100, earlyStopping: false },
} as const;

/** A model as an ONNX file, trained on generated customers of another seed than `seed`. */
export async function trainedModel(name: ModelName, seed: number): Promise<Uint8Array> {
  const table = await customerTable(generated(seed + 1), telcoSchema);
  const model = gradientBoosting(SETTINGS[name]).fit(table, labelledRows(table).rows, seed);
  return churnModelOnnx(model, NO_CALIBRATION, telcoSchema);
}

async function* generated(seed: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (const { customers } of generateCustomers({ rows: TRAINING_ROWS, seed })) yield customers;
}
