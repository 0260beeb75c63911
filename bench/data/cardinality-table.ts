import { probabilityOf } from '#core/learners/log-odds.ts';
import { type SeededRandom, seededRandom, seedOfPart } from '#core/learners/seeded-random.ts';
import {
  type CategoryColumn,
  LABEL_LEFT,
  LABEL_STAYED,
  type NumericColumn,
} from '#core/table/feature-table.ts';
import type { MadeTable } from './made-table.ts';

/** Categories of each category column, and the spread of what they do to the log-odds. */
const CATEGORIES = [
  { name: 'place', count: 10_000, spread: 1 },
  { name: 'product', count: 500, spread: 0.8 },
  { name: 'contract', count: 3, spread: 0.6 },
] as const;
const NUMERICS = 5;

/**
 * A column of 10,000 categories, one of 500 and one of 3, each category with an effect of its own and a few far more
 * frequent than most, and five numeric columns of which two matter.
 */
export function cardinalityTable(rowCount: number, seed: number): MadeTable {
  const categories = CATEGORIES.map(({ name, count }, part) =>
    categoryColumn(name, count, rowCount, seededRandom(seedOfPart(seed, part))),
  );
  const effects = CATEGORIES.map(({ count, spread }, part) =>
    effectsOf(count, spread, seededRandom(seedOfPart(seed, 10 + part))),
  );
  const numerics = Array.from({ length: NUMERICS }, (_, index) =>
    numericColumn(index, rowCount, seededRandom(seedOfPart(seed, 20 + index))),
  );
  const trueLogOdds = Float64Array.from({ length: rowCount }, (_, row) => {
    const ofCategories = categories.reduce((sum, { codes }, part) => sum + effects[part]![codes[row]!]!, 0);
    return ofCategories + numerics[0]!.values[row]! - Math.abs(numerics[1]!.values[row]!) - 0.8;
  });
  const random = seededRandom(seedOfPart(seed, 30));
  const label = Uint8Array.from(trueLogOdds, (logOdds) =>
    uniform(random) < probabilityOf(logOdds) ? LABEL_LEFT : LABEL_STAYED,
  );
  return { table: { rowCount, columns: [...categories, ...numerics], label }, trueLogOdds };
}

function categoryColumn(name: string, count: number, rowCount: number, random: SeededRandom): CategoryColumn {
  const codes =
    count <= 256
      ? new Uint8Array(new SharedArrayBuffer(rowCount))
      : new Uint16Array(new SharedArrayBuffer(2 * rowCount));
  for (let row = 0; row < rowCount; row++) codes[row] = Math.floor(count * uniform(random) ** 2);
  const dictionary = Array.from({ length: count }, (_, code) => `${name} ${code}`);
  return { kind: 'category', name, codes, dictionary };
}

/** One number a category, with mean 0 and the given standard deviation (about normal: a sum of twelve uniforms). */
function effectsOf(count: number, spread: number, random: SeededRandom): Float64Array {
  return Float64Array.from({ length: count }, () => {
    let sum = -6;
    for (let draw = 0; draw < 12; draw++) sum += uniform(random);
    return spread * sum;
  });
}

function numericColumn(index: number, rowCount: number, random: SeededRandom): NumericColumn {
  const values = new Float32Array(new SharedArrayBuffer(4 * rowCount));
  for (let row = 0; row < rowCount; row++) values[row] = 4 * uniform(random) - 2;
  return { kind: 'numeric', name: `number_${index}`, values };
}

function uniform(random: SeededRandom): number {
  return random.nextUint32() / 2 ** 32;
}
