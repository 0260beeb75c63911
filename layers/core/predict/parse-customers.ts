import { MAX_PREDICT_CUSTOMERS } from '../api/contract.ts';
import { type FieldError, RequestError } from '../errors.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { type CellValue, parseCategoryValue, parseNumericValue } from './parse-values.ts';

/** A customer to predict, every schema column present: NaN or '' where the value is not known. */
export interface CustomerInput {
  readonly customerId: string | null;
  readonly values: ReadonlyMap<string, CellValue>;
}

const MAX_FIELD_ERRORS = 100;
const MAX_ID_CHARACTERS = 128;

/**
 * Reads the body of POST /api/predict: one customer, or `{"customers": [...]}`.
 * @throws RequestError `BODY_INVALID`, `TOO_MANY_CUSTOMERS` or `CUSTOMER_INVALID`, naming the fields
 */
export function parseCustomers(body: unknown, schema: SchemaDocument): readonly CustomerInput[] {
  if (!isObject(body)) throw new RequestError('BODY_INVALID', 'The body must be a JSON object.');
  const isBatch =
    Object.hasOwn(body, 'customers') && !schema.columns.some(({ name }) => name === 'customers');
  const errors: FieldError[] = [];
  const known = new Set([schema.id, schema.label.column, ...schema.columns.map(({ name }) => name)]);
  const parse = (customer: unknown, path: string) => parseCustomer(customer, path, { schema, known, errors });
  const customers = isBatch
    ? customersOf(body).map((customer, index) => parse(customer, `customers[${index}]`))
    : [parse(body, '')];
  if (errors.length > 0) {
    throw new RequestError('CUSTOMER_INVALID', describe(errors), errors.slice(0, MAX_FIELD_ERRORS));
  }
  return customers;
}

function customersOf(body: Readonly<Record<string, unknown>>): readonly unknown[] {
  const others = Object.keys(body).filter((key) => key !== 'customers');
  if (others.length > 0) {
    const fields = others
      .slice(0, MAX_FIELD_ERRORS)
      .map((path) => ({ path, message: 'does not belong beside customers' }));
    throw new RequestError('BODY_INVALID', 'A list of customers stands alone in the body.', fields);
  }
  const { customers } = body;
  if (!Array.isArray(customers) || customers.length === 0) {
    throw new RequestError('BODY_INVALID', 'customers must be a list of at least one customer.', [
      { path: 'customers', message: 'must be a list of at least one customer' },
    ]);
  }
  if (customers.length > MAX_PREDICT_CUSTOMERS) {
    const message = `must be at most ${MAX_PREDICT_CUSTOMERS} customers, not ${customers.length}`;
    throw new RequestError('TOO_MANY_CUSTOMERS', `customers ${message}.`, [{ path: 'customers', message }]);
  }
  return customers;
}

interface Parsing {
  readonly schema: SchemaDocument;
  /** Names that a customer's object may have. */
  readonly known: ReadonlySet<string>;
  /** Takes what is wrong. */
  readonly errors: FieldError[];
}

function parseCustomer(customer: unknown, path: string, { schema, known, errors }: Parsing): CustomerInput {
  const values = new Map<string, CellValue>();
  const pathOf = (name: string) => (path === '' ? name : `${path}.${name}`);
  if (!isObject(customer)) {
    errors.push({ path, message: 'must be an object' });
    return { customerId: null, values };
  }
  for (const name of Object.keys(customer)) {
    if (!known.has(name)) errors.push({ path: pathOf(name), message: 'is not a column of the schema' });
  }
  for (const column of schema.columns) {
    const given = Object.hasOwn(customer, column.name) ? customer[column.name] : undefined;
    const mayBeBlank = column.name !== schema.tenure && column.name !== schema.monthlyCharge;
    const parsed =
      column.type === 'numeric'
        ? parseNumericValue(given, column, mayBeBlank)
        : parseCategoryValue(given, column);
    if (parsed.error === undefined) values.set(column.name, parsed.value);
    else errors.push({ path: pathOf(column.name), message: parsed.error });
  }
  return { customerId: parseId(customer[schema.id], pathOf(schema.id), errors), values };
}

function parseId(given: unknown, path: string, errors: FieldError[]): string | null {
  if (given === undefined || given === null) return null;
  const text = typeof given === 'number' ? String(given) : given;
  if (typeof text === 'string' && text.trim() !== '' && text.length <= MAX_ID_CHARACTERS) return text.trim();
  errors.push({ path, message: `must be text of 1 to ${MAX_ID_CHARACTERS} characters` });
  return null;
}

function describe(errors: readonly FieldError[]): string {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `${first?.path === '' ? 'The customer' : first?.path} ${first?.message}${more}.`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
