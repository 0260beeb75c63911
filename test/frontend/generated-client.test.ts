import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generatedFiles } from '../../frontend/client/generated-files.ts';
import { shapeSource } from '../../frontend/client/shape-source.ts';
import { customersShape, modelShape } from '../../frontend/src/api/generated/shapes.ts';

test('the client is what the contract makes it: `npm run client` would change nothing', async () => {
  const files = await generatedFiles();
  expect(files.size).toBe(2);
  for (const [file, source] of files) expect(readFileSync(file, 'utf8')).toBe(source);
}, 30_000);

test('a shape names what an answer lacks or has wrong', () => {
  const page = {
    runId: 'r',
    asOf: '2026-11-22T09:00:10Z',
    modelVersion: 'm',
    currency: 'USD',
    customers: [],
  };
  expect(customersShape(page, 'answer')).toBeUndefined();
  expect(customersShape({ ...page, currency: 'dollars' }, 'answer')).toBe(
    'answer.currency is not a currency code',
  );
  expect(customersShape({ ...page, asOf: 'soon' }, 'answer')).toBe('answer.asOf is not a time');
  expect(customersShape({ ...page, customers: [{}] }, 'answer')).toContain('answer.customers[0].customerId');
  expect(modelShape({ ...page, curves: { roc: [[0, 0, 0]] } }, 'answer')).toBeDefined();
});

test('a schema that no shape is known for is refused', () => {
  expect(() => shapeSource({ Odd: { type: 'object', properties: { a: { not: {} } } } }, ['Odd'])).toThrow(
    /no shape/,
  );
  expect(() => shapeSource({}, ['Missing'])).toThrow(/no schema Missing/);
});
