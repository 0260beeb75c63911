import { generateCustomers } from '#core/sample/generate-customers.ts';

/** A sample base as one text. */
export function sampleCsv(rows: number, seed: number): string {
  const chunks = [...generateCustomers({ rows, seed })].map((chunk) => chunk.customers);
  return Buffer.concat(chunks).toString('utf8');
}
