import type { SchemaColumn, SchemaDocument } from '../../schema/schema-document.ts';
import { MAX_PREDICT_CUSTOMERS } from '../contract.ts';
import type { JsonObject } from './json-schema.ts';

const MAX_ID_CHARACTERS = 128;
const MAX_TEXT_CHARACTERS = 1024;
/** More of a category's values than this are not listed. */
const MAX_LISTED_VALUES = 20;

/** What POST /api/predict takes of one customer by the schema document: as parseCustomers reads it. */
export function customerJsonSchema(schema: SchemaDocument): JsonObject {
  const { id, label, columns } = schema;
  return {
    type: 'object',
    description: `A customer by the columns of the schema "${schema.name}".`,
    properties: {
      [id]: {
        type: ['string', 'number', 'null'],
        description: 'Comes back as customerId.',
        maxLength: MAX_ID_CHARACTERS,
      },
      ...Object.fromEntries(columns.map((column) => [column.name, columnJsonSchema(column, schema)])),
      [label.column]: { description: 'Not read: it is what is predicted.' },
    },
    required: columns.filter(({ nullable }) => !nullable).map(({ name }) => name),
    additionalProperties: false,
    examples: [exampleCustomer(schema)],
  };
}

/** The body of POST /api/predict: a customer, or a list of them. */
export function predictBodyJsonSchema(schema: SchemaDocument): JsonObject {
  const customer = { $ref: '#/components/schemas/CustomerInput' };
  return {
    anyOf: [
      customer,
      {
        type: 'object',
        properties: {
          customers: { type: 'array', items: customer, minItems: 1, maxItems: MAX_PREDICT_CUSTOMERS },
        },
        required: ['customers'],
        additionalProperties: false,
      },
    ],
    examples: [exampleCustomer(schema), { customers: [exampleCustomer(schema)] }],
  };
}

function columnJsonSchema(column: SchemaColumn, schema: SchemaDocument): JsonObject {
  const mayBeBlank = column.name !== schema.tenure && column.name !== schema.monthlyCharge;
  const blank = mayBeBlank ? ['null'] : [];
  const notes = [...(column.label === undefined ? [] : [`${column.label}.`])];
  if (column.type === 'numeric') {
    notes.push(
      `A number, or text as a file would have it${mayBeBlank ? '; null where it is not known' : ''}.`,
    );
    return {
      type: ['number', 'string', ...blank],
      ...(column.min === undefined ? {} : { minimum: column.min }),
      ...(column.max === undefined ? {} : { maximum: column.max }),
      maxLength: MAX_TEXT_CHARACTERS,
      description: notes.join(' '),
    };
  }
  const values = column.values ?? [];
  if (values.length > 0) {
    const listed = values.slice(0, MAX_LISTED_VALUES).join(', ');
    const more = values.length > MAX_LISTED_VALUES ? ' and others' : '';
    notes.push(`Known values: ${listed}${more}; the model takes others as unseen.`);
  }
  return {
    type: ['string', 'number', 'null'],
    maxLength: MAX_TEXT_CHARACTERS,
    description: [...notes, 'null where it is not known.'].join(' '),
    ...(values.length === 0 ? {} : { examples: values.slice(0, MAX_LISTED_VALUES) }),
  };
}

const EXAMPLE_MONTHS = 12;
const EXAMPLE_CHARGE = 50;

/** A customer that the schema allows: a year with the company, the first value of every category. */
export function exampleCustomer(schema: SchemaDocument): JsonObject {
  const values = schema.columns.map((column) => [column.name, exampleValue(column, schema)]);
  return { [schema.id]: 'example-1', ...Object.fromEntries(values) };
}

function exampleValue(column: SchemaColumn, schema: SchemaDocument): string | number | null {
  if (column.type === 'category') return column.values?.[0] ?? null;
  const { name, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = column;
  const within = (value: number) => Math.min(Math.max(value, min), max);
  if (name === schema.tenure) return within(EXAMPLE_MONTHS);
  if (name === schema.monthlyCharge) return within(EXAMPLE_CHARGE);
  return within(name === schema.totalCharge ? EXAMPLE_MONTHS * EXAMPLE_CHARGE : 1);
}
