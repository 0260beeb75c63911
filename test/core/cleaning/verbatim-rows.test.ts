import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatCsvRow } from '#core/csv/csv-writer.ts';
import { clean } from './clean.ts';
import { plansSchema } from './plans-schema.ts';

/** The clean file's, in which a raw file may have its columns copied at once. */
const CLEAN_HEADER = 'client,gone,plan,city,months,fee,paid,score\n';

test('writes commas though all stands in order between semicolons', async () => {
  const row = 'c1,here,Pro,Oslo,1,2,3,0.5\n';
  const answer = await clean((CLEAN_HEADER + row).replaceAll(',', ';'));
  expect(answer.clean).toBe(CLEAN_HEADER + row);
});

test('gives the same in whatever order the columns stand, quoted or not, copied at once or one by one', async () => {
  const names = [plansSchema.id, 'gone', ...plansSchema.columns.map(({ name }) => name)];
  const number = fc.constantFrom(
    '1',
    '12.5',
    '012',
    '1.50',
    '+3',
    ' ',
    '.5',
    '-0',
    '1e2',
    ' 7 ',
    '',
    'n/a',
    '0.25',
  );
  const text = fc.constantFrom(
    'Pro',
    'pro',
    ' Pro',
    'Basic plan',
    'a,b',
    'say "x"',
    'Ål',
    '',
    ' ',
    'NA',
    'ü',
  );
  const record = fc.record({
    ...{ gone: fc.constantFrom('here', 'gone', 'GONE', ''), plan: text, city: text },
    ...{ months: number, fee: number, paid: number, score: number },
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 1, maxLength: 12 }),
      fc.shuffledSubarray(names, { minLength: names.length }),
      fc.constantFrom(',', ';'),
      async (records, order, delimiter) => {
        const rows = records.map((each, row) => ({ ...each, [plansSchema.id]: `c${row}` }));
        const usable = { ...rows[0]!, client: 'usable', months: '1', fee: '2', gone: '' };
        const fileOf = (columns: readonly string[], by: string) =>
          [columns, ...[...rows, usable].map((row) => columns.map((name) => row[name as 'plan']))]
            .map((fields) => formatCsvRow(fields, by))
            .join('\n');
        const inOrder = await clean(fileOf(names, ','));
        const shuffled = await clean(fileOf(order, delimiter));
        expect(shuffled.clean).toBe(inOrder.clean);
        expect((await clean(fileOf(names, ';'))).clean).toBe(inOrder.clean);
        const quoted = fileOf(names, ',').replaceAll(/(^|[,\n])(Pro|1)(?=[,\n])/g, '$1"$2"');
        expect((await clean(quoted)).clean).toBe(inOrder.clean);
        expect((await clean(inOrder.clean)).clean).toBe(inOrder.clean);
        const { columns } = inOrder.report;
        expect(shuffled.report.columns).toEqual(columns);
      },
    ),
    { numRuns: 200 },
  );
});
