import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChurnError } from '#core/errors.ts';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import { createInsightsWriter } from '#platform/insights-store/insights-writer.ts';
import { RowEncoder } from '#platform/insights-store/row-encoder.ts';
import { RowLoader } from '#platform/insights-store/row-loader.ts';
import { RowSource } from '#platform/insights-store/row-source.ts';
import { stagingTableOf } from '#platform/insights-store/staging-table.ts';
import { writeRowTexts } from '#platform/insights-store/write-row-texts.ts';
import { loadRowsInto } from '#platform/insights-store/write-statements.ts';
import { IMPORT_BUCKET } from '../../localstack/rds/rig.ts';
import {
  batchesOf,
  countOf,
  partOf,
  runIdOf,
  runRecord,
  type StoreRig,
  scoredRow,
  startStoreRig,
  writeRows,
} from './store-rig.ts';

/** Fewer go in the database's requests. */
const MANY = 9_000;
const many = Array.from({ length: MANY }, (_, index) => scoredRow(`C${String(index).padStart(6, '0')}`));

let rig: StoreRig;
beforeAll(async () => {
  rig = await startStoreRig();
});
afterAll(() => rig.close());

/** Whatever separates, ends or escapes something on either way; no space at an end, which cleaning takes off. */
const awkward = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\t',
        '\n',
        '\r',
        '\\',
        '\\N',
        '\\t',
        '\0',
        "'",
        '"',
        ',',
        ':run',
        '?',
        ';',
        '\u2028',
        '😀',
        'é',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => `<${pieces.join('')}>`);
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));
const nullable = fc.option(number);
const awkwardRow: fc.Arbitrary<ScoredRow> = fc
  .record({
    customerId: awkward,
    numbers: fc.tuple(number, number, number, nullable, nullable),
    segments: fc.dictionary(awkward, awkward, { maxKeys: 3, noNullPrototype: true }),
    reasons: fc.option(
      fc.array(
        fc.record({
          feature: awkward,
          value: fc.oneof(awkward, fc.constant(null), fc.constant(-1.5e-7)),
          contribution: fc.integer({ min: -5e4, max: 5e4 }).map((steps) => steps / 1e4 + 0),
          points: fc.integer({ min: -5e3, max: 5e3 }).map((steps) => steps / 1e2 + 0),
        }),
        { maxLength: 3 },
      ),
      { nil: undefined },
    ),
  })
  .map(
    ({
      customerId,
      segments,
      reasons,
      numbers: [monthlyCharge, tenureMonths, expectedLoss, clv, priority],
    }) =>
      scoredRow(customerId, {
        ...{ monthlyCharge, tenureMonths, expectedLoss, clv, priority, segments },
        ...(reasons === undefined ? {} : { reasons }),
      }),
  );

test('what arrives by JSON_TABLE and from a file is what was sent', async () => {
  const loader = new RowLoader(rig.dataApi, { store: rig.lake, bucket: IMPORT_BUCKET, onRefusal: () => {} });
  let runs = 100;
  const base = fc.uniqueArray(awkwardRow, { selector: ({ customerId }) => customerId, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(base, async (rows) => {
      const [sent, loaded] = [runRecord(runIdOf(runs++)), runRecord(runIdOf(runs++))];
      await writeRows(rig.writer, sent, rows);
      await rig.writer.beginRun(loaded);
      const [part, encoder] = [partOf(loaded.runId, 1), new RowEncoder()];
      await loader.load(part, new RowSource(1, batchesOf(rows, 7)), encoder);
      await writeRowTexts(rig.dataApi, part, encoder.texts);
      await rig.writer.sealRun(loaded, rows.length);
      for (const row of rows) {
        expect(await rig.reader.customer(sent.runId, row.customerId)).toEqual(row);
        expect(await rig.reader.customer(loaded.runId, row.customerId)).toEqual(row);
      }
    }),
    { numRuns: 6 },
  );
});

test('a large part is loaded from files, again where it is written again', async () => {
  const runId = runIdOf(1);
  await rig.loadingWriter.beginRun(runRecord(runId));
  for (let attempt = 0; attempt < 2; attempt++) {
    expect(await rig.loadingWriter.writePart(partOf(runId, 3), batchesOf(many, 3_000))).toBe(MANY);
  }
  expect(await rig.loadingWriter.writePart(partOf(runId, 4), batchesOf([scoredRow('few')]))).toBe(1);
  expect([...rig.lake.objects.keys()].filter((key) => key.includes(runId))).toEqual([
    `load/${runId}/probe.tsv`,
    `load/${runId}/part-0003-1.tsv`,
  ]);
  await rig.writer.sealRun(runRecord(runId), MANY + 1);
  expect(rig.refusals).toEqual([]);
  expect(await rig.reader.customer(runId, many[7_345]!.customerId)).toEqual(many[7_345]);
});

test('where the database takes no files, the rows go in its requests, and the reason is told once', async () => {
  const refusals: ChurnError[] = [];
  const files = {
    store: rig.lake,
    bucket: 'elsewhere',
    onRefusal: (error: ChurnError) => refusals.push(error),
  };
  const writer = createInsightsWriter(rig.dataApi, { files });
  for (const runId of [runIdOf(2), runIdOf(3)]) {
    await writeRows(writer, runRecord(runId), many);
    expect(await countOf(rig, runId)).toBe(MANY);
  }
  expect(refusals.map(({ message }) => message)).toEqual([expect.stringContaining('63985')]);
});

test('a value that the table would cut stops the load, and nothing of the file stays', async () => {
  const runId = runIdOf(4);
  await rig.writer.beginRun(runRecord(runId));
  const line = (rowNo: number, id: string, status: string) =>
    `${[rowNo, id, status, 0.5, 'LOW', 1, 1, 1, '\\N', '\\N', '\\N', '\\N', '{}'].join('\t')}\n`;
  await rig.lake.write('load/cut.tsv', line(1, 'a', 'active') + line(2, 'b', 'much too long'), {
    contentType: 'x',
  });

  const sql = loadRowsInto(stagingTableOf(runRecord(runId)), `s3://${IMPORT_BUCKET}/load/cut.tsv`, runId);
  await expect(rig.dataApi.execute(sql)).rejects.toMatchObject({
    code: 'DATABASE_ERROR',
    message: expect.stringContaining('status'),
  });
  await rig.writer.sealRun(runRecord(runId), 0);
});

test('a producer that fails fails the part, and is told when no more is wanted of it', async () => {
  const runId = runIdOf(5);
  await rig.writer.beginRun(runRecord(runId));
  const failing = async function* () {
    yield [scoredRow('a')];
    throw new RangeError('the model broke');
  };
  await expect(rig.writer.writePart(partOf(runId, 1), failing())).rejects.toThrow('the model broke');
  let isClosed = false;
  const endless = async function* () {
    try {
      for (;;) yield [scoredRow('x'.repeat(129))];
    } finally {
      isClosed = true;
    }
  };
  await expect(rig.writer.writePart(partOf(runId, 1), endless())).rejects.toMatchObject({
    code: 'ROW_TOO_LONG',
  });
  expect(isClosed).toBe(true);
});
