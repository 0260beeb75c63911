import fc from 'fast-check';
import type { JsonSchema, OpenApiDocument } from './document.ts';

/** Text that software has stumbled over. */
export const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  "' OR '1'='1' --",
  '"; DROP TABLE predictions; --',
  '../../etc/passwd',
  '%00',
  '\u0000',
  '\n\r\t',
  '<script>alert(1)</script>',
  '{{7*7}}',
  '__proto__',
  'constructor',
  '1e309',
  'NaN',
  '-0',
  '١٢٣',
  '👩‍👩‍👧'.repeat(20),
  'ﷺ'.repeat(200),
  '\ud800',
  'x'.repeat(10_000),
];

export const hostileText = fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), fc.string({ unit: 'binary' }));

const wildValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom(null, true, false, 0, -1, 1e308, -1e308, 5e-324, [], {}, [[[[]]]], { toString: 1 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Values that a schema allows, as far as it says it, and, in `wildness` of 100 cases, others. */
export function schemaValue(
  document: OpenApiDocument,
  schema: JsonSchema,
  wildness: number,
): fc.Arbitrary<unknown> {
  const tame = tameValueOf(document, document.resolved(schema), wildness);
  if (wildness === 0) return tame;
  return fc.oneof({ weight: 100 - wildness, arbitrary: tame }, { weight: wildness, arbitrary: wildValue });
}

function tameValueOf(document: OpenApiDocument, schema: JsonSchema, wildness: number): fc.Arbitrary<unknown> {
  const { anyOf, enum: allowed, examples } = schema;
  if (anyOf !== undefined) return fc.oneof(...anyOf.map((one) => schemaValue(document, one, wildness)));
  if (allowed !== undefined) return fc.constantFrom(...allowed);
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? ['string']);
  const values = types.map((type) => valueOfType(document, schema, type, wildness));
  const known =
    schema.properties === undefined && examples !== undefined ? [fc.constantFrom(...examples)] : [];
  return fc.oneof(...known, ...known, ...values);
}

function valueOfType(
  document: OpenApiDocument,
  schema: JsonSchema,
  type: string,
  wildness: number,
): fc.Arbitrary<unknown> {
  const { minimum = -1e6, maximum = 1e6, maxLength = 40, minItems = 0 } = schema;
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: Math.max(minimum, -(2 ** 31)), max: Math.min(maximum, 2 ** 31 - 1) });
    case 'number':
      return fc.double({ min: minimum, max: maximum, noNaN: true });
    case 'array':
      return fc.array(schemaValue(document, schema.items ?? {}, wildness), {
        minLength: minItems,
        maxLength: 4,
      });
    case 'object':
      return objectOf(document, schema, wildness);
    default:
      return fc.string({ maxLength: Math.min(maxLength, 40) });
  }
}

function objectOf(document: OpenApiDocument, schema: JsonSchema, wildness: number): fc.Arbitrary<unknown> {
  const { properties = {}, required = [] } = schema;
  const values = Object.fromEntries(
    Object.entries(properties).map(([name, part]) => [
      name,
      schemaValue(document, part, Math.min(wildness, 3)),
    ]),
  );
  const known = fc.record(values, { requiredKeys: wildness === 0 ? [...required] : [] });
  const whole = fc.record(values, { requiredKeys: [...required] });
  const more = fc.dictionary(hostileText, wildValue, { maxKeys: 2 });
  const wild = fc.tuple(known, more).map(([first, second]) => ({ ...first, ...second }));
  return wildness === 0 ? whole : fc.oneof({ weight: 4, arbitrary: whole }, { weight: 1, arbitrary: wild });
}
