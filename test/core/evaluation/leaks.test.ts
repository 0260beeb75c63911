import { describe, expect, test } from 'vitest';
import { columnAuc } from '#core/evaluation/column-auc.ts';
import { findLeaks } from '#core/evaluation/leaks.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import type { FeatureColumn, FeatureTable } from '#core/table/feature-table.ts';
import { generatedTable } from '../learners/generated-table.ts';
import { categoryColumn, numericColumn, telcoIsThere, telcoTable } from '../learners/telco-table.ts';

const ROWS = 4000;
const every = (rowCount: number) => Uint32Array.from({ length: rowCount }, (_, row) => row);

/** Customers of whom one in `oneIn` left, by chance; `cell` is the value of their only column. */
function tableOf(
  oneIn: number,
  cell: (left: boolean, random: () => number, row: number) => number | string,
  rowCount = ROWS,
): FeatureTable {
  const stream = seededRandom(3);
  const random = () => stream.nextUint32() / 2 ** 32;
  const label = Uint8Array.from({ length: rowCount }, () => (random() < 1 / oneIn ? 1 : 0));
  const cells = Array.from(label, (value, row) => cell(value === 1, random, row));
  const column: FeatureColumn =
    typeof cells[0] === 'number'
      ? numericColumn('column', cells.map(Number))
      : categoryColumn('column', cells.map(String));
  return { rowCount, columns: [column], label };
}

const leaksOf = (table: FeatureTable) => findLeaks(table, every(table.rowCount)).map(({ column }) => column);

describe('is a leak', () => {
  const leaks: [string, FeatureTable][] = [
    ['a category that repeats the label', tableOf(4, (left) => (left ? 'closed' : 'open'))],
    [
      'a category that does so for 99 of 100',
      tableOf(4, (left, random) => (left !== random() < 0.005 ? 'c' : 'o')),
    ],
    [
      'many reasons for leaving, none for staying',
      tableOf(4, (left, random) => (left ? `reason ${Math.floor(20 * random())}` : '')),
    ],
    [
      'a number that separates the two',
      tableOf(4, (left, random) => (left ? 50 + 50 * random() : 50 * random())),
    ],
    ['a number that separates a rare few', tableOf(60, (left, random) => (left ? 2 + random() : random()))],
    [
      'a number of leavers amidst those of stayers',
      tableOf(4, (left, random) => (left ? 10 + random() : 20 * Math.round(random()) + random())),
    ],
    ['a number that only leavers have', tableOf(4, (left, random) => (left ? random() : Number.NaN))],
    [
      'a number that separates a hundred customers',
      tableOf(4, (left, random) => (left ? 2 + random() : random()), 100),
    ],
  ];
  test.each(leaks)('%s', (_, table) => {
    expect(leaksOf(table)).toEqual(['column']);
  });
});

describe('is no leak', () => {
  const honest: [string, FeatureTable][] = [
    ['an identifier as text', tableOf(4, (_, _random, row) => `customer ${row}`)],
    ['an identifier as a number', tableOf(4, (_, random) => random())],
    ['a strong but honest column', tableOf(4, (left, random) => (random() < 0.7 ? Number(left) : 0.5))],
    ['a constant', tableOf(4, () => 1)],
    ['an empty column', tableOf(4, () => Number.NaN)],
  ];
  test.each(honest)('%s', (_, table) => {
    expect(leaksOf(table)).toEqual([]);
  });
});

test('identifiers are at about one half', () => {
  const table = tableOf(4, (_, _random, row) => `customer ${row}`);
  expect(columnAuc(table.columns[0]!, every(ROWS), table.label, 200)).toBe(0.5);
});

test('names every leaking column of a table, the surest first, by the labelled rows alone', () => {
  const table = generatedTable(telcoSchema, 2000, 5);
  const answer = (wrong: number) =>
    Array.from(table.label, (label, row) => (row % 1000 < wrong ? 1 - label : label));
  const columns = [
    ...table.columns,
    numericColumn('nearly', answer(4)),
    categoryColumn('exactly', answer(0).map(String)),
  ];
  const label = Uint8Array.from(table.label, (value, row) => (row < 1500 ? value : 255));
  const found = findLeaks({ ...table, columns, label }, every(1500));
  expect(found.map(({ column }) => column)).toEqual(['exactly', 'nearly']);
  expect(found[0]!.rocAuc).toBe(1);
  expect(found[1]!.rocAuc).toBeLessThan(1);
});

test.skipIf(!telcoIsThere)('the real Telco table (shared/data/telco.csv beside the project) has none', () => {
  const table = telcoTable();
  expect(findLeaks(table, every(table.rowCount))).toEqual([]);
});
