import { afterAll, beforeAll, expect, test } from 'vitest';
import { ByteBuffer } from '#core/csv/byte-buffer.ts';
import { ChurnError } from '#core/errors.ts';
import type { Reason } from '#core/explain/reasons.ts';
import { ReasonsEncoder } from '#platform/insights-store/reasons-encoder.ts';
import { RowTexts } from '#platform/insights-store/row-texts.ts';
import { reasonsOf, storedReasons, textNumbersOf } from '#platform/insights-store/stored-reasons.ts';
import {
  customersOf,
  runIdOf,
  runRecord,
  type StoreRig,
  scoredRow,
  startStoreRig,
  writeRows,
} from './store-rig.ts';

const reasons: readonly Reason[] = [
  { feature: 'Contract', value: 'Month-to-month', contribution: 0.8123, points: 14.25 },
  { feature: 'tenure', value: 2, contribution: -0.5, points: -8.13 },
  { feature: 'plan', value: null, contribution: 0.25, points: 3 },
];

let rig: StoreRig;
beforeAll(async () => {
  rig = await startStoreRig();
});
afterAll(() => rig.close());

test('reasons come back with their customer, and are not in lists', async () => {
  const runId = runIdOf(1);
  await writeRows(rig.writer, runRecord(runId), [
    scoredRow('A', { reasons }),
    scoredRow('B'),
    scoredRow('C', { reasons: [] }),
  ]);
  expect((await rig.reader.customer(runId, 'A')).reasons).toEqual(reasons);
  expect((await rig.reader.customer(runId, 'B')).reasons).toBeUndefined();
  expect((await rig.reader.customer(runId, 'C')).reasons).toEqual([]);
  const listed = await rig.reader.customers(runId, customersOf(), undefined);
  expect(listed.map((row) => row.reasons)).toEqual([undefined, undefined, undefined]);
  const withoutReasons = { ...runRecord(runId), modelVersion: 'm-other' };
  await writeRows(rig.writer, withoutReasons, [scoredRow('A')]);
  expect((await rig.reader.customer(runId, 'A')).reasons).toBeUndefined();
});

test('reasons have numbers of names and values, and steps a person could see', () => {
  const texts = new RowTexts();
  const encoder = new ReasonsEncoder(texts);
  const fine = [{ ...reasons[0]!, contribution: 0.123_456_789, points: 1 / 3 }, ...reasons.slice(1)];
  const text = written(encoder, fine);
  expect(text).toBe('[[1,1235,33],[2,2,-5000,-813],[3,null,2500,300]]');
  expect(written(encoder, fine)).toBe(text);
  expect([...texts.all()]).toEqual([
    '["Contract"]',
    '["Contract","Month-to-month"]',
    '["tenure"]',
    '["plan"]',
  ]);
  expect(decoded(text, texts)).toEqual([
    { ...fine[0]!, contribution: 0.1235, points: 0.33 },
    ...fine.slice(1),
  ]);
  expect(() => written(encoder, [{ ...fine[0]!, points: Number.NaN }])).toThrow('weighs NaN');
});

test.each([0, 12, 30, 100])(
  'where there is room for %i characters of texts the rest stays in the row',
  (room) => {
    const texts = new RowTexts(room);
    const text = written(new ReasonsEncoder(texts), reasons);
    expect([...texts.all()].join('').length).toBeLessThanOrEqual(room);
    expect(decoded(text, texts)).toEqual(reasons);
  },
);

test('of very long reasons the weakest are left out', () => {
  const long = reasons.map((reason) => ({ ...reason, value: '\u0001'.repeat(300) }));
  const texts = new RowTexts(0);
  const text = written(new ReasonsEncoder(texts), long);
  expect(text.length).toBeLessThanOrEqual(4000);
  expect(decoded(text, texts)).toEqual(long.slice(0, 2));
});

test('reasons of before there were texts, and a text that is no reason or is missing', () => {
  const before = storedReasons.parse([['Contract', 'Month-to-month', 0.1235, 0.33]]);
  expect(textNumbersOf(before)).toEqual([]);
  expect(reasonsOf(before, new Map())).toEqual([{ ...reasons[0]!, contribution: 0.1235, points: 0.33 }]);
  const stored = storedReasons.parse([[7, 1, 2]]);
  expect(textNumbersOf(stored)).toEqual([7]);
  for (const text of ['{"Contract":"Month-to-month"}', '[', '[]']) {
    expect(() => reasonsOf(stored, new Map([[7, text]]))).toThrow(ChurnError);
  }
  expect(() => reasonsOf(stored, new Map([[8, '["tenure"]']]))).toThrow(ChurnError);
});

/** After what is there already. */
function written(encoder: ReasonsEncoder, reasons: readonly Reason[]): string {
  const out = new ByteBuffer(1);
  out.text('id,');
  encoder.write(out, reasons);
  return new TextDecoder().decode(out.bytes.subarray('id,'.length, out.length));
}

function decoded(text: string, texts: RowTexts): readonly Reason[] {
  return reasonsOf(storedReasons.parse(JSON.parse(text)), new Map([...texts.all()].entries()));
}
