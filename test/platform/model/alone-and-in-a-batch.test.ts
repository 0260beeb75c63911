import { expect, test } from 'vitest';
import { NO_CALIBRATION } from '#core/calibration/calibration.ts';
import { gradientBoosting } from '#core/learners/boosting/gradient-boosting.ts';
import { randomForest } from '#core/learners/forest/random-forest.ts';
import type { Learner } from '#core/learners/learner.ts';
import { logisticRegression } from '#core/learners/logistic/logistic-regression.ts';
import { churnModelOnnx } from '#core/onnx/churn-model.ts';
import { modelInputOf } from '#core/onnx/table-input.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { labelledRows } from '#core/training/labelled-rows.ts';
import { createOnnxScorer } from '#platform/model/onnx-scorer.ts';
import { customerTable } from '../../../bench/customer-table.ts';
import { sampleCsv } from '../../support/sample-csv.ts';

const learners: readonly [string, Learner][] = [
  ['logistic regression', logisticRegression()],
  ['stumps', gradientBoosting({ depth: 1 })],
  ['boosting', gradientBoosting({ depth: 3, rounds: 60 })],
  ['a forest', randomForest({ trees: 150 })],
];

test.each(learners)(
  '%s gives a customer the same bits alone, in a few and among many',
  async (_name, learner) => {
    const table = await customerTable(bytesOf(sampleCsv(700, 9)), telcoSchema);
    const model = learner.fit(table, labelledRows(table).rows, 1);
    const scorer = await createOnnxScorer(churnModelOnnx(model, NO_CALIBRATION, telcoSchema), telcoSchema);
    try {
      const together = await scorer.score(modelInputOf(table, telcoSchema));
      for (const size of [1, 2, 3, 17, 64]) {
        for (let from = 0; from + size <= table.rowCount; from += 67) {
          const few = await scorer.score(modelInputOf(table, telcoSchema, from, from + size));
          expect(few).toEqual(together.slice(from, from + size));
        }
      }
    } finally {
      await scorer.release();
    }
  },
);

async function* bytesOf(text: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield typeof text === 'string' ? new TextEncoder().encode(text) : text;
}
