import { expect, test } from 'vitest';
import { placementsOf } from '#core/evaluation/delong.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';
import { chooseCandidate } from '#core/training/choose-candidate.ts';

const ROWS = 3000;

/** Candidates that see the same customers, each through noise of its own, on folds of one or more repeats. */
function candidatesOf(noises: Readonly<Record<string, number>>, folds: number, repeats: number) {
  const random = seededRandom(21);
  const uniform = () => random.nextUint32() / 2 ** 32;
  const labels = Uint8Array.from({ length: ROWS }, () => (uniform() < 0.3 ? 1 : 0));
  const hint = Float64Array.from(labels, (label) => uniform() + 0.5 * label);
  return Object.entries(noises).map(([name, noise]) => {
    const scores = hint.map((value) => value + noise * uniform());
    const placements = Array.from({ length: folds * repeats }, (_, index) => {
      const isMine = (_: number, row: number) => row % folds === index % folds;
      return {
        repeat: Math.floor(index / folds),
        ...placementsOf(scores.filter(isMine), labels.filter(isMine)),
      };
    });
    return { name, placements };
  });
}

test.each([
  { folds: 1, repeats: 1 },
  { folds: 5, repeats: 5 },
])(
  '$folds folds, $repeats times: a simpler candidate is taken within one standard error',
  ({ folds, repeats }) => {
    const near = chooseCandidate(candidatesOf({ simple: 0.05, complex: 0.04 }, folds, repeats));
    expect(near.candidate.name).toBe('simple');
    const far = chooseCandidate(candidatesOf({ simple: 0.5, complex: 0.01 }, folds, repeats));
    expect(far.candidate.name).toBe('complex');
    expect(far.reason).toMatch(/^complex has .* no simpler candidate is within one standard error of it\.$/);
  },
);

test('how hard the customers are to rank does not hide a difference that is there for all of them', () => {
  // Each AUC is known to about ± 0.009 only, and the two differ by less; the pairs tell them apart.
  const [simple, complex] = candidatesOf({ simple: 0.25, complex: 0.01 }, 1, 1);
  const { candidate } = chooseCandidate([simple!, complex!]);
  expect(candidate.name).toBe('complex');
});

test('the simplest of several within reach is taken, and the reason names both', () => {
  const { candidate, reason } = chooseCandidate(
    candidatesOf({ poor: 0.8, simple: 0.012, middle: 0.011, complex: 0.01 }, 5, 1),
  );
  expect(candidate.name).toBe('simple');
  expect(reason).toMatch(/^simple, with 0\.\d{4}, is the simplest candidate within one standard error of/);
});

test('the best is taken where it is the simplest', () => {
  const { candidate, reason } = chooseCandidate(candidatesOf({ simple: 0.01, complex: 0.5 }, 1, 1));
  expect(candidate.name).toBe('simple');
  expect(reason).toMatch(/and is the simplest candidate\.$/);
});
