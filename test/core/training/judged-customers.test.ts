import { beforeAll, describe, expect, it, test } from 'vitest';
import { contactTermsOf } from '#core/economics/contact-rule.ts';
import { customerValuer } from '#core/economics/customer-value.ts';
import { expectedLossOf } from '#core/economics/expected-loss.ts';
import { retentionOf } from '#core/economics/survival/retention.ts';
import { bestThreshold, outcomeOfRule, outcomeOfThreshold } from '#core/evaluation/contact-policies.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import { type JudgedRows, judgedCustomers } from '#core/training/judged-customers.ts';
import { survivalCountsOf } from '#core/training/survival-counts-of.ts';
import { type TrainedChampion, trainChampion } from '#core/training/train-champion.ts';
import { inThisThread } from '#core/training/training-crew.ts';
import { generatedTable } from '../learners/generated-table.ts';
import { telcoIsThere, telcoTable } from '../learners/telco-table.ts';

const options = {
  runId: '20261122T090010Z-3f9a01bc',
  modelVersion: 'm-20261122T090010Z-3f9a01bc',
  dataSha256: '3f9a01bc',
  codeVersion: 'test',
  trainedAt: '2026-11-22T09:01:00.000Z',
  seed: 7,
  crew: inThisThread(() => 0),
};
const terms = contactTermsOf(telcoSchema.economics);

test('everybody is judged once, and valued without the customers of their own part', async () => {
  const table = generatedTable(telcoSchema, 500, 4);
  const candidates = [{ algorithm: 'logistic-regression' as const, inverseStrength: 1 }];
  const { outOfFold, metadata } = await trainChampion(table, telcoSchema, { ...options, candidates });
  const judged = judgedCustomers(table, telcoSchema, outOfFold, metadata.calibration);
  expect([...judged.rows].sort((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, row) => row));
  expect([...judged.labels]).toEqual(Array.from(judged.rows, (row) => table.label[row]!));
  const part = new Set(outOfFold[0]!.rows);
  const others = Uint32Array.from({ length: 500 }, (_, row) => row).filter((row) => !part.has(row));
  const retention = retentionOf(survivalCountsOf(table, telcoSchema, others))!;
  const column = (name: string) => {
    const found = table.columns.find((each) => each.name === name)!;
    return found.kind === 'numeric' ? found.values : new Float32Array();
  };
  const row = judged.rows[0]!;
  expect(judged.values[0]).toBe(
    customerValuer(retention, telcoSchema.economics)(
      column(telcoSchema.monthlyCharge)[row]!,
      column(telcoSchema.tenure)[row]!,
    ),
  );
});

describe.skipIf(!telcoIsThere)(
  'money on the real Telco table (shared/data/telco.csv beside the project)',
  () => {
    let table: FeatureTable;
    let trained: TrainedChampion;
    let judged: JudgedRows;

    beforeAll(async () => {
      table = telcoTable();
      const candidates = [{ algorithm: 'gradient-boosting' as const, depth: 1 }];
      trained = await trainChampion(table, telcoSchema, { ...options, candidates });
      judged = judgedCustomers(table, telcoSchema, trained.outOfFold, trained.metadata.calibration);
    });

    it('is lost as much as was expected, within 2 %: the probabilities are not inflated', () => {
      const lossBy = (chances: ArrayLike<number>) =>
        judged.monthlyCharges.reduce(
          (sum, charge, row) => sum + expectedLossOf(chances[row]!, charge, telcoSchema.economics),
          0,
        );
      expect(Math.abs(lossBy(judged.probabilities) / lossBy(judged.labels) - 1)).toBeLessThan(0.02);
    });

    it('is earned most by contacting each by their own worth: more than by any one threshold, chosen with hindsight', () => {
      const rule = outcomeOfRule(judged, terms);
      expect(rule.profit).toBeGreaterThan(bestThreshold(judged, terms).profit);
      expect(rule.profit).toBeGreaterThan(3 * outcomeOfThreshold(judged, terms, 0.7).profit);
    });

    it('has a retention in the metadata by which a new customer is worth less than all they might pay', () => {
      const clvOf = customerValuer(trained.metadata.retention!, telcoSchema.economics);
      expect(clvOf(70, 0)).toBeLessThan(70 * 0.5 * 12);
      expect(clvOf(70, 60)).toBeGreaterThan(clvOf(70, 0));
    });

    it('measures by customers the model has not seen: better figures of those it has are not reported', () => {
      const probabilities = trained.predictTable(table);
      const brier = (chances: ArrayLike<number>, labels: ArrayLike<number>) =>
        Array.from(labels, (label, row) => (chances[row]! - label) ** 2).reduce((a, b) => a + b, 0) /
        labels.length;
      const reported = trained.metadata.candidates[0]!.brier;
      expect(brier(probabilities, table.label)).toBeLessThan(reported);
      expect(brier(judged.probabilities, judged.labels)).toBeCloseTo(reported, 3);
    });
  },
);
