import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CampaignTerms } from '#core/evaluation/campaign-terms.ts';
import { empc } from '#core/evaluation/empc.ts';
import { rankByScore } from '#core/evaluation/ranking.ts';
import { scored } from './scored.ts';

/** The defaults of the literature. */
const usual: CampaignTerms = { clv: 200, offerCost: 10, contactCost: 1, alpha: 6, beta: 14 };

const anyTerms = fc.record({
  clv: fc.double({ min: 1, max: 500, noNaN: true }),
  offerCost: fc.double({ min: 0, max: 40, noNaN: true }),
  contactCost: fc.double({ min: 0, max: 10, noNaN: true }),
  alpha: fc.integer({ min: 2, max: 8 }),
  beta: fc.integer({ min: 2, max: 16 }),
});

/** By the definition: for each acceptance the best threshold is tried out, and the integral is a sum of thin slices. */
function bruteForce(scores: readonly number[], labels: readonly number[], terms: CampaignTerms) {
  const thresholds = [...new Set(scores), Infinity].sort((a, b) => b - a);
  const cuts = thresholds.map((threshold) => ({
    left: labels.filter((label, row) => label === 1 && scores[row]! >= threshold).length,
    stayed: labels.filter((label, row) => label === 0 && scores[row]! >= threshold).length,
  }));
  const SLICES = 4000;
  let [profitSum, contactedSum, weightSum] = [0, 0, 0];
  for (let slice = 0; slice < SLICES; slice++) {
    const acceptance = (slice + 0.5) / SLICES;
    const weight = acceptance ** (terms.alpha - 1) * (1 - acceptance) ** (terms.beta - 1);
    let best = { profit: 0, contacted: 0 };
    for (const { left, stayed } of cuts) {
      const { clv, offerCost, contactCost } = terms;
      const profit =
        left * (acceptance * (clv - offerCost) - contactCost) - stayed * (offerCost + contactCost);
      if (profit > best.profit) best = { profit, contacted: left + stayed };
    }
    profitSum += weight * best.profit;
    contactedSum += weight * best.contacted;
    weightSum += weight;
  }
  return {
    empc: profitSum / weightSum / scores.length,
    eta: contactedSum / weightSum / scores.length,
  };
}

test('the golden vector of the project’s notes on EMPC', () => {
  // Origin: those notes, for the defaults of Verbraken et al. (2013); the integration below is a check of its own.
  const ranking = rankByScore([0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.8, 0.9], [0, 1, 0, 1, 0, 1, 0, 1]);
  const found = empc(ranking, usual);
  expect(found.empc).toBeCloseTo(23.875593418348124, 9);
  expect(found.eta).toBeCloseTo(0.8743700763487141, 9);
});

test('is the integral of the best profit over the acceptance', () => {
  fc.assert(
    fc.property(scored, anyTerms, ({ scores, labels }, terms) => {
      const found = empc(rankByScore(scores, labels), terms);
      const wanted = bruteForce(scores, labels, terms);
      expect(Math.abs(found.empc - wanted.empc)).toBeLessThan(1e-3 * (1 + wanted.empc));
      expect(Math.abs(found.eta - wanted.eta)).toBeLessThan(5e-3);
    }),
    { numRuns: 60 },
  );
});

test('does not change with a monotone transform of the scores', () => {
  fc.assert(
    fc.property(scored, anyTerms, ({ scores, labels }, terms) => {
      const bent = scores.map((score) => Math.exp(3 * score));
      expect(empc(rankByScore(bent, labels), terms)).toEqual(empc(rankByScore(scores, labels), terms));
    }),
  );
});

test('nobody is contacted where nobody is worth it', () => {
  const ranking = rankByScore([0.9, 0.5, 0.1], [1, 0, 0]);
  expect(empc(ranking, { ...usual, clv: 10 })).toEqual({ empc: 0, eta: 0 });
  expect(empc(ranking, { ...usual, clv: 5 })).toEqual({ empc: 0, eta: 0 });
  expect(empc(ranking, { ...usual, contactCost: 1000 })).toEqual({ empc: 0, eta: 0 });
  expect(empc(rankByScore([0.9, 0.1], [0, 0]), usual)).toEqual({ empc: 0, eta: 0 });
  expect(empc(rankByScore([], []), usual)).toEqual({ empc: 0, eta: 0 });
});

test('where contact and offer are free, every leaver is worth contacting', () => {
  const free = { ...usual, offerCost: 0, contactCost: 0 };
  const found = empc(rankByScore([0.9, 0.5, 0.1, 0.05], [1, 0, 1, 0]), free);
  // Half of the customers leave, and accept with a mean chance of 6 in 20.
  expect(found.empc).toBeCloseTo(0.5 * 0.3 * 200, 9);
});

test('a perfect ranking contacts the leavers alone', () => {
  const { empc: profit, eta } = empc(rankByScore([4, 3, 2, 1], [1, 1, 0, 0]), { ...usual, contactCost: 0 });
  expect(profit).toBeCloseTo(0.5 * 0.3 * 190, 9);
  expect(eta).toBeCloseTo(0.5, 12);
});
