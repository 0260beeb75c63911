import { DataApiError } from './errors.ts';
import type { SqlParameter } from './requests.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{2}:\d{2}:\d{2}(\.\d{1,6})?$/;
const TIMESTAMP = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?$/;
const DECIMAL = /^[-+]?(\d+\.?\d*|\.\d+)$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The parameters as SQL literals by name. @throws DataApiError for a repeated name or a value unlike its hint */
export function literalsOf(parameters: readonly SqlParameter[]): ReadonlyMap<string, string> {
  const literals = new Map<string, string>();
  for (const parameter of parameters) {
    if (literals.has(parameter.name)) {
      throw new DataApiError('BadRequestException', `Parameter ${parameter.name} is given twice`);
    }
    literals.set(parameter.name, literalOf(parameter));
  }
  return literals;
}

function literalOf({ name, value, typeHint }: SqlParameter): string {
  if (value === undefined || 'isNull' in value) return 'NULL';
  if ('booleanValue' in value) return value.booleanValue ? 'TRUE' : 'FALSE';
  if ('longValue' in value) return BigInt(value.longValue).toString();
  if ('doubleValue' in value) return value.doubleValue.toExponential(); // an exponent makes it a DOUBLE
  if ('blobValue' in value) return `x'${Buffer.from(value.blobValue, 'base64').toString('hex')}'`;
  if (typeHint !== undefined && !matchesHint(value.stringValue, typeHint)) {
    throw new DataApiError('BadRequestException', `Parameter ${name} is no ${typeHint}`);
  }
  return typeHint === 'DECIMAL' ? value.stringValue : quote(value.stringValue);
}

function matchesHint(text: string, hint: NonNullable<SqlParameter['typeHint']>): boolean {
  switch (hint) {
    case 'DATE':
      return DATE.test(text);
    case 'TIME':
      return TIME.test(text);
    case 'TIMESTAMP':
      return TIMESTAMP.test(text);
    case 'DECIMAL':
      return DECIMAL.test(text);
    case 'UUID':
      return UUID.test(text);
    case 'JSON':
      return isJson(text);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A string literal; sessions never run with NO_BACKSLASH_ESCAPES (see `session-pool.ts`). */
export function quote(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "''");
  return `'${escaped.includes('\0') ? escaped.replaceAll('\0', '\\0') : escaped}'`;
}
