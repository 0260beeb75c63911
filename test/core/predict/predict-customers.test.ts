import { beforeAll, describe, expect, it } from 'vitest';
import { predictAnswerSchema } from '#core/api/contract.ts';
import { calibrated, NO_CALIBRATION } from '#core/calibration/calibration.ts';
import { roundedProbability } from '#core/economics/precision.ts';
import { tableOfCustomers } from '#core/explain/table-of-customers.ts';
import { gradientBoosting } from '#core/learners/boosting/gradient-boosting.ts';
import { predictLogOdds } from '#core/learners/learner.ts';
import { probabilityOf } from '#core/learners/log-odds.ts';
import type { ModelInput } from '#core/onnx/model-input.ts';
import { parseCustomers } from '#core/predict/parse-customers.ts';
import { type PredictingModel, predictCustomers } from '#core/predict/predict-customers.ts';
import { generateCustomers } from '#core/sample/generate-customers.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import { everyRow, explainerFor } from '../explain/explained-models.ts';

/** A generated base as the model's input and its labels; rows that are not clean are left out. */
function cleanCustomers(rows: number): {
  readonly bodies: Record<string, unknown>[];
  readonly left: number[];
} {
  const text = Array.from(generateCustomers({ rows, seed: 3 }), ({ customers }) =>
    new TextDecoder().decode(customers),
  ).join('');
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const names = header.split(',');
  const bodies: Record<string, unknown>[] = [];
  const left: number[] = [];
  for (const line of lines) {
    const cells = line.split(',');
    const { Churn, customerID: _, ...body } = Object.fromEntries(names.map((name, at) => [name, cells[at]]));
    try {
      parseCustomers(body, telcoSchema);
    } catch {
      continue;
    }
    if (cells.length !== names.length || (Churn !== 'Yes' && Churn !== 'No')) continue;
    bodies.push(body);
    left.push(Churn === 'Yes' ? 1 : 0);
  }
  return { bodies, left };
}

let model: PredictingModel;
let bodies: Record<string, unknown>[];
const asked: number[] = [];

beforeAll(async () => {
  const base = cleanCustomers(900);
  bodies = base.bodies;
  const input = inputOf(bodies);
  const table: FeatureTable = { ...tableOfCustomers(input, telcoSchema), label: Uint8Array.from(base.left) };
  const fitted = gradientBoosting({ depth: 3, rounds: 30 }).fit(table, everyRow(table), 1);
  model = {
    schema: telcoSchema,
    metadata: { modelVersion: 'm-test' },
    explainer: explainerFor(fitted, table, telcoSchema),
    score: async (batch) => {
      asked.push(batch.rowCount);
      const customers = tableOfCustomers(batch, telcoSchema);
      return predictLogOdds(fitted, customers, everyRow(customers)).map((logOdds) =>
        calibrated(logOdds, NO_CALIBRATION),
      );
    },
  };
});

function inputOf(customers: readonly Record<string, unknown>[]): ModelInput {
  const parsed = customers.flatMap((body) => parseCustomers(body, telcoSchema));
  const columns = telcoSchema.columns.map(({ name, type }) => {
    const values = parsed.map(({ values: own }) => own.get(name));
    return [name, type === 'numeric' ? Float32Array.from(values, Number) : values.map(String)] as const;
  });
  return { rowCount: parsed.length, columns: Object.fromEntries(columns) };
}

describe('the answer of /predict', () => {
  it('adds up: the base, the reasons and the other columns are the probability', async () => {
    const answer = await predictCustomers(
      parseCustomers({ customers: bodies.slice(0, 200) }, telcoSchema),
      model,
    );
    const { predictions } = predictAnswerSchema.parse(answer);
    expect(predictions).toHaveLength(200);
    for (const { churnProbability, baseProbability, reasons, otherColumns } of predictions) {
      const points = reasons.reduce((sum, reason) => sum + reason.points!, otherColumns!.points);
      expect(roundedProbability(baseProbability! + points / 100)).toBe(churnProbability);
      const logOdds = reasons.reduce(
        (sum, { contribution }) => sum + contribution,
        otherColumns!.contribution,
      );
      const fromLogOdds = probabilityOf(model.explainer.base.logOdds + logOdds);
      expect(roundedProbability(fromLogOdds)).toBe(churnProbability);
      const named = reasons.map(({ feature }) => feature);
      expect(telcoSchema.columns.map(({ name }) => name)).toEqual(expect.arrayContaining(named));
    }
    expect(predictions.every(({ changes }) => changes === undefined)).toBe(true);
  });

  it('tells a single customer what would lower the probability, in the same call', async () => {
    asked.length = 0;
    const [prediction] = (await predictCustomers(parseCustomers(bodies[0], telcoSchema), model)).predictions;
    expect(asked).toHaveLength(1);
    const changes = prediction?.changes ?? [];
    for (const change of changes) {
      const changed = parseCustomers({ ...bodies[0], [change.feature]: change.value }, telcoSchema);
      const [after] = (await predictCustomers(changed, model)).predictions;
      expect(after?.churnProbability).toBeCloseTo(change.churnProbability, 12);
      expect(change.churnProbability).toBeLessThan(prediction!.churnProbability);
      expect(telcoSchema.columns.find(({ name }) => name === change.feature)?.actionable).toBe(true);
    }
    const riskiest = (
      await predictCustomers(parseCustomers({ customers: bodies }, telcoSchema), model)
    ).predictions
      .map(({ churnProbability }, index) => ({ churnProbability, index }))
      .sort((a, b) => b.churnProbability - a.churnProbability)[0]!;
    const alone = await predictCustomers(parseCustomers(bodies[riskiest.index], telcoSchema), model);
    expect(alone.predictions[0]?.changes?.length).toBeGreaterThan(0);
  });

  it('explains values that were never met, and missing ones', async () => {
    const strange = { ...bodies[0], Contract: 'Lifetime', TotalCharges: null, gender: null };
    const [prediction] = (await predictCustomers(parseCustomers(strange, telcoSchema), model)).predictions;
    const sum = prediction!.reasons.reduce(
      (total, { points }) => total + points!,
      prediction!.otherColumns!.points,
    );
    expect(roundedProbability(prediction!.baseProbability! + sum / 100)).toBe(prediction!.churnProbability);
  });
});
