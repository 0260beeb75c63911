import { formatCsvRow } from '../csv/csv-writer.ts';
import { ChurnError } from '../errors.ts';
import { seededRandom } from '../learners/seeded-random.ts';
import { customerIds } from './customer-ids.ts';
import { conflicting, DIRT_SHARES, soiled } from './dirt.ts';
import { createDraws, type Draws } from './draws.ts';
import { drawCustomer } from './telco-customer.ts';
import { TELCO_HEADER, telcoRecord } from './telco-record.ts';
import { trueChurnProbability } from './true-churn-probability.ts';

export interface SampleOptions {
  /** Number of rows after the header, faulty and repeated ones among them; at least 1. */
  readonly rows: number;
  /** An integer from 0 to 2³² − 1. */
  readonly seed: number;
}

/** The next bytes of both files. */
export interface SampleChunk {
  /** Of the customers' CSV. */
  readonly customers: Uint8Array;
  /** Of a CSV with every customer's id and the probability their label was drawn with. */
  readonly truth: Uint8Array;
}

const TRUTH_HEADER = ['customerID', 'trueChurnProbability'];
const CHUNK_ROWS = 1000;
const RECENT_ROWS = 64;
const MAX_ROWS = 10 ** 9;
const encoder = new TextEncoder();

/**
 * Makes up customers of a telephone company, in the columns of the default schema, with a few faulty rows. The same
 * options give the same bytes, and fewer rows the beginning of more. Memory does not grow with the rows.
 * @throws ChurnError `SAMPLE_OPTION_INVALID`
 */
export function* generateCustomers(options: SampleOptions): Generator<SampleChunk, void, undefined> {
  requireInteger('rows', options.rows, 1, MAX_ROWS);
  requireInteger('seed', options.seed, 0, 2 ** 32 - 1);
  const rows = sampleRows(options.seed);
  let customers = `${formatCsvRow(TELCO_HEADER)}\n`;
  let truth = `${formatCsvRow(TRUTH_HEADER)}\n`;
  for (let row = 1; row <= options.rows; row++) {
    const next = rows.next().value;
    customers += `${formatCsvRow(next.record)}\n`;
    if (next.truth !== undefined) truth += `${formatCsvRow(next.truth)}\n`;
    if (row % CHUNK_ROWS !== 0 && row !== options.rows) continue;
    yield { customers: encoder.encode(customers), truth: encoder.encode(truth) };
    customers = '';
    truth = '';
  }
}

interface SampleRow {
  readonly record: readonly string[];
  /** Undefined for a customer who came before. */
  readonly truth: readonly string[] | undefined;
}

interface RecentRow {
  /** As it stands in the file, and as it was before it was soiled. */
  readonly written: readonly string[];
  readonly original: readonly string[];
}

function* sampleRows(seed: number): Generator<SampleRow, never, undefined> {
  const draws = createDraws(seededRandom(seed));
  const ids = customerIds(Math.floor(draws.uniform() * 2 ** 32));
  const recent: RecentRow[] = [];
  for (let customer = 0; ; ) {
    const again = rowOfEarlierCustomer(recent, draws);
    if (again !== undefined) {
      yield { record: again, truth: undefined };
      continue;
    }
    const customerId = ids.next().value;
    const drawn = drawCustomer(draws);
    const probability = trueChurnProbability(drawn);
    const original = telcoRecord(customerId, drawn, draws.chance(probability));
    const written = soiled(original, draws);
    recent[customer++ % RECENT_ROWS] = { written, original };
    yield { record: written, truth: [customerId, String(probability)] };
  }
}

function rowOfEarlierCustomer(recent: readonly RecentRow[], draws: Draws): readonly string[] | undefined {
  const isRepeated = draws.chance(DIRT_SHARES.repeatedRow);
  const isConflicting = draws.chance(DIRT_SHARES.conflictingRow);
  if (recent.length === 0 || !(isRepeated || isConflicting)) return undefined;
  const row = draws.anyOf(recent);
  return isRepeated ? row.written : conflicting(row.original);
}

function requireInteger(name: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new ChurnError(
    'SAMPLE_OPTION_INVALID',
    `${name} must be an integer from ${min} to ${max}, not ${value}.`,
  );
}
