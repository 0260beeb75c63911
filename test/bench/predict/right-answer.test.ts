import { expect, it } from 'vitest';
import type { PredictAnswer } from '#core/api/predict-contract.ts';
import { parseCustomers } from '#core/predict/parse-customers.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { customerBodies } from '../../../bench/predict/load/customer-bodies.ts';
import { answersOneCustomer } from '../../../bench/predict/load/right-answer.ts';

const prediction: PredictAnswer['predictions'][number] = {
  customerId: 'a',
  churnProbability: 0.5,
  riskLevel: 'MEDIUM',
  expectedLoss: 1,
  reasons: [{ feature: 'Contract', value: 'One year', contribution: 1 }],
};
const bodyOf = (predictions: readonly unknown[]) =>
  JSON.stringify({ modelVersion: 'm', currency: 'EUR', predictions });

it('takes the answer for one customer', () => {
  const isRight = answersOneCustomer();
  for (let n = 0; n < 40; n++) expect(isRight(bodyOf([prediction]))).toBe(true);
});

it.each([
  ['an error', '{"error":{"code":"INTERNAL_ERROR"}}'],
  ['two customers', bodyOf([prediction, prediction])],
  ['a probability above 1', bodyOf([{ ...prediction, churnProbability: 1.5 }])],
  ['no reasons', bodyOf([{ ...prediction, reasons: [] }])],
  ['what is cut off', bodyOf([prediction]).slice(0, -3)],
  ['nothing', ''],
])('does not take %s', (_name, body) => {
  const isRight = answersOneCustomer();
  expect(Array.from({ length: 16 }, () => isRight(body))).toContain(false);
});

it('reads every sixteenth body as a whole', () => {
  const isRight = answersOneCustomer();
  const wrongInside = bodyOf([{ ...prediction, churnProbability: 1.5 }]);
  const taken = Array.from({ length: 32 }, () => isRight(wrongInside));
  expect(taken.flatMap((right, index) => (right ? [] : [index]))).toEqual([0, 16]);
});

it('makes customers that /predict takes, all different', () => {
  const bodies = customerBodies(300, 4);
  expect(bodies).toHaveLength(300);
  expect(new Set(bodies.map((body) => body[telcoSchema.id])).size).toBe(300);
  expect(parseCustomers({ customers: bodies }, telcoSchema)).toHaveLength(300);
});
