import { cleanCustomers } from '#core/cleaning/clean-customers.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { sampleCsv } from './sample-csv.ts';

/** Every such customer's label is not known. */
const CUSTOMERS_A_LABEL_MISSES = 7;

/** clean_customers.csv of generated customers, some of them without a label, as lines; the header is the first. */
export async function cleanedSample(rows: number, seed: number): Promise<string[]> {
  let clean = '';
  await cleanCustomers(chunksOf(sampleCsv(rows, seed)), telcoSchema, 'r', {
    clean: async (body) => {
      for await (const chunk of body) clean += new TextDecoder().decode(chunk);
    },
    rejected: async (body) => {
      for await (const _ of body);
    },
  });
  const lines = clean.trimEnd().split('\n');
  return lines.map((line, row) => (row % CUSTOMERS_A_LABEL_MISSES === 3 ? withoutLabel(line) : line));
}

/** The label is the second field. */
function withoutLabel(line: string): string {
  const [id, , ...rest] = line.split(',');
  return [id, '', ...rest].join(',');
}

async function* chunksOf(text: string) {
  yield new TextEncoder().encode(text);
}
