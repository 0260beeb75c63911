import { cleanCustomers } from '#core/cleaning/clean-customers.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import { csvOf, memoryWriter } from '../csv/bytes.ts';
import { PLANS_HEADER, plansSchema } from './plans-schema.ts';

export const RUN_ID = '20261122T090010Z-3f9a01bc';

/** Cleans a file and gives all three answers. */
export async function clean(raw: string | AsyncIterable<Uint8Array>, schema: SchemaDocument = plansSchema) {
  const [cleaned, rejected] = [memoryWriter(), memoryWriter()];
  const chunks = typeof raw === 'string' ? csvOf(raw) : raw;
  const report = await cleanCustomers(chunks, schema, RUN_ID, {
    clean: cleaned.write,
    rejected: rejected.write,
  });
  return { report, clean: cleaned.text(), rejected: rejected.text() };
}

/** Cleans rows under PLANS_HEADER. */
export function cleanRows(...rows: string[]) {
  return clean([PLANS_HEADER, ...rows].join('\n'));
}
