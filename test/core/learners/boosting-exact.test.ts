import { expect, test } from 'vitest';
import { gradientBoosting } from '#core/learners/boosting/gradient-boosting.ts';
import { predictLogOdds } from '#core/learners/learner.ts';
import { probabilityOf } from '#core/learners/log-odds.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import { categoryColumn, numericColumn } from './telco-table.ts';

const ROWS = 90;
const LEVELS = ['', 'gold', 'pro', 'basic', 'rare'];

/** A table with a number, a number that is often missing, and a category, none of which tells all. */
function smallTable(seed: number) {
  const random = seededRandom(seed);
  const uniform = () => random.nextUint32() / 2 ** 32;
  const age = Array.from({ length: ROWS }, () => Math.fround(uniform()));
  const fee = age.map((_, row) => (row % 4 === 0 ? Number.NaN : Math.floor(uniform() * 10)));
  const plan = age.map((_, row) => (row === 7 ? 'rare' : LEVELS[random.nextInt(4)]!));
  const label = age.map((value, row) => {
    const logOdds = 3 * value - 1.5 + (plan[row] === 'gold' ? 1 : -0.5) + (fee[row]! > 5 ? 1 : 0);
    return Number(uniform() < probabilityOf(logOdds));
  });
  const table: FeatureTable = {
    rowCount: ROWS,
    columns: [numericColumn('age', age), numericColumn('fee', fee), categoryColumn('plan', plan)],
    label: Uint8Array.from(label),
  };
  return { age, fee, plan, label, table };
}

/** Categories as smoothed rates, missing below every number: what is left is to try every split of every column. */
function numbersOf({ age, fee, plan, label }: ReturnType<typeof smallTable>): number[][] {
  const base = label.reduce((sum, left) => sum + left, 0) / ROWS;
  const rate = (level: string) => {
    const labels = label.filter((_, row) => plan[row] === level);
    return (labels.reduce((sum, left) => sum + left, 0) + 20 * base) / (labels.length + 20);
  };
  return age.map((value, row) => [value, Number.isNaN(fee[row]!) ? -Infinity : fee[row]!, rate(plan[row]!)]);
}

interface Step {
  readonly depth: number;
  readonly l2: number;
  readonly learningRate: number;
  readonly minHessian: number;
}

const total = (values: readonly number[], rows: readonly number[]) =>
  rows.reduce((sum, row) => sum + values[row]!, 0);

/** Adds one exact greedy Newton tree to the log-odds of its rows. */
function addExactTree(
  cells: readonly number[][],
  g: readonly number[],
  h: readonly number[],
  logOdds: number[],
  rows: readonly number[],
  depth: number,
  step: Step,
): void {
  const score = (part: readonly number[]) => total(g, part) ** 2 / (total(h, part) + step.l2);
  let best = { score: score(rows) * (1 + 1e-9), parts: [] as number[][] };
  for (let column = 0; depth < step.depth && column < 3; column++) {
    for (const cut of new Set(rows.map((row) => cells[row]![column]!))) {
      const parts = [
        rows.filter((row) => cells[row]![column]! <= cut),
        rows.filter((row) => cells[row]![column]! > cut),
      ];
      if (parts.some((part) => part.length === 0 || total(h, part) < step.minHessian)) continue;
      const sum = score(parts[0]!) + score(parts[1]!);
      const isTie = Math.abs(sum - best.score) < 1e-6 * sum && parts[0]!.join() !== best.parts[0]?.join();
      if (isTie && best.parts.length > 0) throw new Error('Two splits are as good: take another seed.');
      if (sum > best.score) best = { score: sum, parts };
    }
  }
  for (const part of best.parts) addExactTree(cells, g, h, logOdds, part, depth + 1, step);
  if (best.parts.length > 0 || depth === 0) return;
  const value = (-step.learningRate * total(g, rows)) / (total(h, rows) + step.l2);
  for (const row of rows) logOdds[row]! += value;
}

function exactLogOdds(data: ReturnType<typeof smallTable>, rounds: number, step: Step): number[] {
  const cells = numbersOf(data);
  const rows = data.label.map((_, row) => row);
  const base = data.label.reduce((sum, left) => sum + left, 0) / ROWS;
  const logOdds = rows.map(() => Math.log(base / (1 - base)));
  for (let round = 0; round < rounds; round++) {
    const p = logOdds.map(probabilityOf);
    const g = p.map((value, row) => value - data.label[row]!);
    const h = p.map((value) => value * (1 - value));
    addExactTree(cells, g, h, logOdds, rows, 0, step);
  }
  return logOdds;
}

test.each([
  { depth: 1, seed: 1, minLeafRows: 0, l2: 1 },
  { depth: 2, seed: 2, minLeafRows: 4, l2: 0.5 },
  { depth: 3, seed: 3, minLeafRows: 8, l2: 3 },
  { depth: 5, seed: 1, minLeafRows: 8, l2: 1 },
])('is what trying every split gives: depth $depth, seed $seed', ({ depth, seed, minLeafRows, l2 }) => {
  const data = smallTable(seed);
  const settings = {
    depth,
    minLeafRows,
    l2,
    learningRate: 0.3,
    rounds: 6,
    subsample: 1,
    earlyStopping: false,
  };
  const rows = Uint32Array.from(data.label.keys());
  const model = gradientBoosting(settings).fit(data.table, rows, 1);
  const own = predictLogOdds(model, data.table, rows);
  const exact = exactLogOdds(data, 6, { depth, l2, learningRate: 0.3, minHessian: minLeafRows / 4 });
  for (const [row, value] of exact.entries()) expect(own[row]).toBeCloseTo(value, 4);
  expect(new Set(exact.map((value) => value.toFixed(4))).size).toBeGreaterThan(6);
});
