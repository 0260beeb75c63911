import { describe, expect, it } from 'vitest';
import { cleanCustomers } from '#core/cleaning/clean-customers.ts';
import { csvOf, memoryWriter } from '../csv/bytes.ts';
import { RUN_ID } from './clean.ts';
import { PLANS_HEADER, plansSchema } from './plans-schema.ts';

describe('cleanCustomers refuses', () => {
  it.each<[string, string, string, RegExp]>([
    ['an empty file', '', 'CSV_EMPTY', /empty/],
    ['a header alone', `${PLANS_HEADER}\n\n`, 'CSV_NO_ROWS', /no rows/],
    ['a binary file', 'PK\x03\x04..', 'CSV_NOT_TEXT', /Excel/],
    [
      'missing columns',
      'client,fee,score\nc1,1,1\n',
      'HEADER_MISSING_COLUMNS',
      /plan, city, months. It has: client, fee, score/,
    ],
    [
      'rows none of which can be used',
      `${PLANS_HEADER}\na\nb\n,1,1,Pro,x,0,1,here\n`,
      'NO_USABLE_ROWS',
      /None of the 3 rows .* too few fields \(2 rows\); client: missing \(1 rows\)/,
    ],
  ])('%s, and completes neither file', async (_name, raw, code, message) => {
    const [cleaned, rejected] = [memoryWriter(), memoryWriter()];
    const outputs = { clean: cleaned.write, rejected: rejected.write };
    await expect(cleanCustomers(csvOf(raw), plansSchema, RUN_ID, outputs)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    expect(cleaned.isComplete() || rejected.isComplete()).toBe(false);
  });

  it.each(['clean', 'rejected'] as const)('to go on when the writer of %s fails', async (failing) => {
    const [cleaned, rejected] = [memoryWriter(), memoryWriter()];
    const outputs = {
      clean: cleaned.write,
      rejected: rejected.write,
      [failing]: () => Promise.reject(new Error('disk full')),
    };
    const raw = csvOf(`${PLANS_HEADER}\nc1,1,1,Pro,x,0,1,here\nc2\n`);
    await expect(cleanCustomers(raw, plansSchema, RUN_ID, outputs)).rejects.toThrow('disk full');
  });
});
