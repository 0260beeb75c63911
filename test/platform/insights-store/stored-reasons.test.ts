import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Reason } from '#core/explain/reasons.ts';
import { reasonsText, storedReasons } from '#platform/insights-store/stored-reasons.ts';
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

test('of very long reasons the weakest are left out', () => {
  const long = reasons.map((reason) => ({ ...reason, value: '\u0001'.repeat(300) }));
  const text = reasonsText(long)!;
  expect(text.length).toBeLessThanOrEqual(4000);
  expect(storedReasons.parse(JSON.parse(text))).toEqual(long.slice(0, 2));
  expect(reasonsText(undefined)).toBeNull();
});

test('numbers are kept to what a person could see', () => {
  const fine = [{ ...reasons[0]!, contribution: 0.123_456_789, points: 1 / 3 }];
  expect(reasonsText(fine)).toBe('[["Contract","Month-to-month",0.1235,0.33]]');
});
