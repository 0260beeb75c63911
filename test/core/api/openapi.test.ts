import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { exampleCustomer } from '#core/api/openapi/customer-json-schema.ts';
import { openApiDocument } from '#core/api/openapi/openapi-document.ts';
import { API_ROUTES } from '#core/api/routes.ts';
import { parseCustomers } from '#core/predict/parse-customers.ts';
import { parseSchemaDocument } from '#core/schema/schema-document.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';

const gym = parseSchemaDocument({
  name: 'Gym members',
  id: 'memberId',
  label: { column: 'left', positive: '1', negative: '0' },
  tenure: 'months',
  monthlyCharge: 'fee',
  columns: [
    { name: 'months', type: 'numeric' },
    { name: 'fee', type: 'numeric', min: 5, max: 20 },
    { name: 'visits', type: 'numeric', nullable: true },
    { name: 'plan', type: 'category', values: ['basic', 'plus'], label: 'Plan' },
    { name: 'city', type: 'category' },
  ],
  segmentBy: ['plan'],
  riskThresholds: { medium: 0.3, high: 0.6 },
  economics: {
    currency: 'EUR',
    margin: 0.5,
    horizonMonths: 6,
    offerCost: 3,
    contactCost: 1,
    acceptancePrior: { alpha: 2, beta: 5 },
  },
});

interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, Record<string, unknown>> };
}
interface Operation {
  readonly operationId: string;
  readonly security: readonly Record<string, readonly string[]>[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
  }[];
  readonly responses: Record<string, unknown>;
}

const documentOf = (schema = telcoSchema) => openApiDocument(schema, 'abc1234') as unknown as Document;

/** A checker that knows every named schema of the document. */
function checkerOf(document: Document) {
  const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true, uri: true } });
  ajv.addSchema({ $id: 'openapi:', ...document });
  return (name: string) => ajv.compile({ $ref: `openapi:#/components/schemas/${name}` });
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === '$ref' ? [part as string] : referencesIn(part),
  );
}

test.each([telcoSchema, gym])('every schema compiles, and every reference leads to one: $name', (schema) => {
  const document = documentOf(schema);
  const compile = checkerOf(document);
  for (const name of Object.keys(document.components.schemas)) expect(compile(name)).toBeTypeOf('function');
  const names = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
  const references = referencesIn(document);
  expect(references.length).toBeGreaterThan(30);
  for (const reference of references) expect(names).toContain(reference);
  expect(names.filter((name) => !references.includes(name))).toEqual([]);
});

test('every route is there once, with its access, its parameters and its refusals', () => {
  const { paths } = documentOf();
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  expect(operations.length).toBe(API_ROUTES.length);
  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(API_ROUTES.length);
  for (const { path, operation } of operations) {
    const { responses, security, parameters = [] } = operation;
    const isPublic = security.length === 0;
    expect(isPublic).toBe(path === '/api/health' || path === '/api/openapi.json');
    for (const status of ['401', '403']) expect(status in responses).toBe(!isPublic);
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const inPath = parameters.filter((parameter) => parameter.in === 'path');
    expect(inPath.map(({ name }) => name)).toEqual(named);
    for (const { required } of inPath) expect(required).toBe(true);
  }
  expect(paths['/api/predict']?.post?.security).toEqual([{ token: ['predict'] }]);
  expect(paths['/api/uploads']?.post?.security).toEqual([{ token: ['admin'] }]);
});

test.each([telcoSchema, gym])('the example customer fits, and /predict takes it: $name', (schema) => {
  const document = documentOf(schema);
  const customer = exampleCustomer(schema);
  const fits = checkerOf(document)('PredictRequest');
  expect(fits(customer)).toBe(true);
  expect(fits({ customers: [customer, customer] })).toBe(true);
  expect(parseCustomers(customer, schema).length).toBe(1);
});

test('what a customer may be follows the schema document', () => {
  const fits = checkerOf(documentOf(gym))('CustomerInput');
  const customer = { memberId: 'm1', months: 3, fee: 10, visits: null, plan: 'plus', city: null };
  expect(fits(customer)).toBe(true);
  const { visits: _, ...withoutNullable } = customer;
  expect(fits(withoutNullable)).toBe(true);
  for (const wrong of [
    { ...customer, fee: 4 },
    { ...customer, fee: 21 },
    { ...customer, fee: null },
    { ...customer, months: true },
    { ...customer, gender: 'Female' },
    { ...customer, city: 'x'.repeat(1025) },
    { memberId: 'm1', months: 3, fee: 10, visits: 1, plan: 'plus' },
  ]) {
    expect(fits(wrong)).toBe(false);
    expect(() => parseCustomers(wrong, gym)).toThrow();
  }
});
