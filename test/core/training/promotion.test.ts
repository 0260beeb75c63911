import { expect, test } from 'vitest';
import { seededRandom } from '#core/learners/seeded-random.ts';
import { decidePromotion, type StandingModel } from '#core/training/promotion.ts';
import type { OutOfFoldPart } from '#core/training/train-champion.ts';
import { newCustomers, trainedOn } from '#core/training/trained-on.ts';

const ROWS = 3000;

/** Customers in two parts, with a score that ranks them as well as its noise allows. */
function judged() {
  const random = seededRandom(4);
  const uniform = () => random.nextUint32() / 2 ** 32;
  const truth = Array.from({ length: ROWS }, uniform);
  const labels = Uint8Array.from(truth, (p) => Number(uniform() < p * p));
  const scores = (noise: number) => Float64Array.from(truth, (p) => p + noise * uniform());
  const parts = (of: Float64Array): OutOfFoldPart[] =>
    [0, 1].map((part) => {
      const rows = Uint32Array.from({ length: ROWS / 2 }, (_, index) => 2 * index + part);
      return {
        rows,
        labels: Uint8Array.from(rows, (row) => labels[row]!),
        logOdds: Float64Array.from(rows, (row) => of[row]!),
      };
    });
  return { scores, parts };
}

const standing = (scores: Float64Array, isNew: StandingModel['isNew'] = () => true): StandingModel => ({
  modelVersion: 'm-old',
  scores,
  isNew,
});

test('a model that ranks better takes the place of the standing one', () => {
  const { scores, parts } = judged();
  const promotion = decidePromotion(parts(scores(0.2)), standing(scores(3)));
  expect(promotion).toMatchObject({ decision: 'champion', against: 'm-old', comparedRows: ROWS });
  expect(promotion.lead).toBeGreaterThan(promotion.standardError!);
  expect(promotion.reason).toContain('it is not worse');
  expect(promotion.rocAuc! - promotion.againstRocAuc!).toBeCloseTo(promotion.lead!, 12);
});

test('a model that ranks worse stays a challenger', () => {
  const { scores, parts } = judged();
  const promotion = decidePromotion(parts(scores(3)), standing(scores(0.2)));
  expect(promotion.decision).toBe('challenger');
  expect(promotion.lead).toBeLessThan(-promotion.standardError!);
  expect(promotion.reason).toContain('falls short');
});

test('one that is as good as the standing one takes its place', () => {
  const { scores, parts } = judged();
  expect(decidePromotion(parts(scores(0.5)), standing(scores(0.5))).decision).toBe('champion');
});

test('customers whom the standing model was fitted on do not count', () => {
  const { scores, parts } = judged();
  const spoiled = scores(3);
  const honest = scores(0.2);
  const isNew = (row: number) => row % 3 === 0;
  for (let row = 0; row < ROWS; row++) if (isNew(row)) spoiled[row] = honest[row]!;
  const worse = decidePromotion(parts(honest), standing(spoiled, isNew));
  expect(worse).toMatchObject({ decision: 'champion', comparedRows: ROWS / 3 });
  expect(worse.lead).toBeCloseTo(0, 1);
});

test('with too few new customers the new model is taken, and it is said why', () => {
  const { scores, parts } = judged();
  const promotion = decidePromotion(
    parts(scores(3)),
    standing(scores(0.1), (row) => row < 30),
  );
  expect(promotion.decision).toBe('champion');
  expect(promotion.reason).toContain('Too few customers');
  expect(promotion.lead).toBeUndefined();
});

test('a model knows the customers it was fitted on', () => {
  const customerHashes = Float64Array.of(9, 2 ** 52 + 1, 4, 7, 2 ** 40);
  const known = trainedOn(customerHashes, Uint32Array.of(0, 1, 3));
  expect([...known]).toEqual([7, 9, 2 ** 52 + 1]);
  const isNew = newCustomers(known, { customerHashes });
  expect([0, 1, 2, 3, 4].map(isNew)).toEqual([false, false, true, false, true]);
});
