import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayNumber, parseDay } from '#core/cleaning/date-cells.ts';
import { buildFeatures } from '#core/features/build-features.ts';
import { readFeatureTable } from '#core/features/read-feature-table.ts';
import { readScoringBatches } from '#core/features/read-scoring-batches.ts';
import { parseSchemaDocument } from '#core/schema/schema-document.ts';
import { csvOf, memoryWriter } from '../csv/bytes.ts';
import { clean, RUN_ID } from './clean.ts';
import { PLANS_HEADER, plansSchema } from './plans-schema.ts';

const dated = parseSchemaDocument({ ...plansSchema, date: 'seen' });
const HEADER = `seen,${PLANS_HEADER}`;

test('days of ISO 8601 are read, with or without a time', () => {
  expect(parseDay(' 2026-02-28T23:59:59+02:00 ')).toBe('2026-02-28');
  expect(parseDay('2024-02-29')).toBe('2024-02-29');
  for (const text of ['', '2026-02-29', '28.02.2026', '2026-2-8', '20260208', '2026-13-01', 'soon']) {
    expect(parseDay(text)).toBeUndefined();
  }
});

test('the number of a day counts from 1970-01-01', () => {
  expect(dayNumber('1970-01-01')).toBe(0);
  expect(dayNumber('2026-11-23')).toBe(20_780);
  const date = fc.date({ min: new Date(0), max: new Date('2999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(date, (instant) => {
      const day = instant.toISOString().slice(0, 10);
      expect(dayNumber(day)).toBe(Math.floor(instant.getTime() / 86_400_000));
    }),
  );
});

test('the date goes from the raw file to the table; rows without one are set aside', async () => {
  const rows = [
    '2026-01-31T10:00:00Z,c1,29.85,1,Pro,Oslo,0.1,29.85,here',
    'yesterday,c2,56.95,34,Pro,Bergen,,1889.5,gone',
    '2025-12-01,c3,20,2,Pro,Oslo,1,,',
    ',c4,20,2,Pro,Oslo,1,,',
  ];
  const cleaned = await clean([HEADER, ...rows].join('\n'), dated);
  expect(cleaned.clean.split('\n').slice(0, 2)).toEqual([
    'client,gone,seen,plan,city,months,fee,paid,score',
    'c1,here,2026-01-31,Pro,Oslo,1,29.85,29.85,0.1',
  ]);
  expect(cleaned.report.rejectedByReason).toEqual({ 'seen: not a date such as 2026-11-23': 2 });
  const features = memoryWriter();
  await buildFeatures(csvOf(cleaned.clean), dated, RUN_ID, { writerOf: () => features.write });
  const table = await readFeatureTable(csvOf(features.text()), dated);
  expect([...table.observedOnDay!]).toEqual([dayNumber('2026-01-31'), dayNumber('2025-12-01')]);
  expect(table.columns.map(({ name }) => name)).not.toContain('seen');
  for await (const batch of readScoringBatches(csvOf(features.text()), dated, 10)) {
    expect(batch.customerIds).toEqual(['c1', 'c3']);
    expect(batch.inputs[0]).toMatchObject({ name: 'plan', values: ['Pro', 'Pro'] });
  }
});

test('a file without the date column is refused', async () => {
  const raw = `${PLANS_HEADER}\nc1,29.85,1,Pro,Oslo,0.1,29.85,here`;
  await expect(clean(raw, dated)).rejects.toMatchObject({
    code: 'HEADER_MISSING_COLUMNS',
    message: expect.stringContaining('seen'),
  });
});

test('a schema cannot use one name for the date and another column', () => {
  expect(() => parseSchemaDocument({ ...plansSchema, date: 'city' })).toThrow('city is named twice');
});
