import { probabilityOf } from '#core/learners/log-odds.ts';
import { type SeededRandom, seededRandom, seedOfPart } from '#core/learners/seeded-random.ts';
import { LABEL_LEFT, LABEL_STAYED, type NumericColumn } from '#core/table/feature-table.ts';
import type { MadeTable } from './made-table.ts';

const COLUMNS = 200;
/** Every such column has gaps, in this share of its rows. */
const COLUMNS_PER_GAPPY = 5;
const GAP_SHARE = 0.1;

/**
 * 200 numeric columns with as many different values as rows. Ten carry the signal, in steps, waves, products and
 * squares that no straight line follows; the others are noise. Every fifth column lacks a tenth of its values.
 */
export function wideTable(rowCount: number, seed: number): MadeTable {
  const columns = Array.from({ length: COLUMNS }, (_, index) => column(index, rowCount, seed));
  const trueLogOdds = Float64Array.from({ length: rowCount }, (_, row) => logOddsAt(columns, row));
  for (const [index, { values }] of columns.entries()) {
    if (index % COLUMNS_PER_GAPPY === 0) makeGaps(values, seededRandom(seedOfPart(seed, COLUMNS + index)));
  }
  const random = seededRandom(seedOfPart(seed, 2 * COLUMNS));
  const label = Uint8Array.from(trueLogOdds, (logOdds) =>
    uniform(random) < probabilityOf(logOdds) ? LABEL_LEFT : LABEL_STAYED,
  );
  return { table: { rowCount, columns, label }, trueLogOdds };
}

/** Uniform in [−1, 1); every third column is skewed as amounts of money are. */
function column(index: number, rowCount: number, seed: number): NumericColumn {
  const random = seededRandom(seedOfPart(seed, index));
  const values = new Float32Array(new SharedArrayBuffer(4 * rowCount));
  const isSkewed = index % 3 === 2;
  for (let row = 0; row < rowCount; row++) {
    const value = 2 * uniform(random) - 1;
    values[row] = isSkewed ? Math.exp(3 * value) : value;
  }
  return { kind: 'numeric', name: `column_${index}`, values };
}

/** The log-odds before any gap is made. */
function logOddsAt(columns: readonly NumericColumn[], row: number): number {
  const value = (index: number) => columns[index]!.values[row]!;
  const additive = (value(0) > 0.3 ? 1 : -0.4) + Math.sin(4 * value(1)) + 1.5 * value(3) ** 2;
  const products = 1.5 * value(4) * value(6) + (value(7) > 0 === value(9) > 0 ? 0.6 : -0.6);
  const skewed = 0.5 * Math.log(value(2)) - 0.3 * Math.min(value(5), 4);
  return additive + products + skewed + 0.5 * value(10) - 1.4;
}

function makeGaps(values: Float32Array, random: SeededRandom): void {
  for (let row = 0; row < values.length; row++) if (uniform(random) < GAP_SHARE) values[row] = Number.NaN;
}

function uniform(random: SeededRandom): number {
  return random.nextUint32() / 2 ** 32;
}
