import { ChurnError } from '#core/errors.ts';
import { parseCustomers } from '#core/predict/parse-customers.ts';
import { generateCustomers } from '#core/sample/generate-customers.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';

/** A customer as /predict takes it. */
export type CustomerBody = Readonly<Record<string, string>>;

/** Generated rows among which a few are not clean. */
const SPARE = 1.2;

/** Generated customers without their labels, all of them fit for /predict. */
export function customerBodies(count: number, seed: number): readonly CustomerBody[] {
  const chunks = [...generateCustomers({ rows: Math.ceil(count * SPARE) + 50, seed })];
  const text = Buffer.concat(chunks.map(({ customers }) => customers)).toString('utf8');
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const names = header.split(',');
  const bodies = lines.flatMap((line) => {
    const cells = line.split(',');
    const { [telcoSchema.label.column]: _label, ...body } = Object.fromEntries(
      names.map((name, at) => [name, cells[at] ?? '']),
    );
    return cells.length === names.length && isTaken(body, telcoSchema) ? [body] : [];
  });
  if (bodies.length < count) throw new ChurnError('SAMPLE_TOO_DIRTY', 'Too few generated rows are clean.');
  return bodies.slice(0, count);
}

function isTaken(body: CustomerBody, schema: SchemaDocument): boolean {
  try {
    parseCustomers(body, schema);
    return true;
  } catch {
    return false;
  }
}
