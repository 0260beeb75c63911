import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSchedule } from '../../../localstack/scheduler/schedule-expression.ts';

const START = new Date('2026-11-22T10:07:30Z');
/** The next times after the start, in UTC without seconds where they are 0. */
function times(expression: string, count: number, timezone = 'UTC', start = START): (string | undefined)[] {
  const schedule = parseSchedule(expression, timezone, start);
  const found: (string | undefined)[] = [];
  let after: Date | undefined = start;
  while (found.length < count && after !== undefined) {
    after = schedule(after);
    found.push(after?.toISOString().replace(/(:00)?\.000Z$/, ''));
  }
  return found;
}

test.each([
  ['rate(5 minutes)', ['2026-11-22T10:12:30', '2026-11-22T10:17:30']],
  ['rate(1 hour)', ['2026-11-22T11:07:30', '2026-11-22T12:07:30']],
  ['rate(2 days)', ['2026-11-24T10:07:30', '2026-11-26T10:07:30']],
  ['cron(0 6 * * ? *)', ['2026-11-23T06:00', '2026-11-24T06:00']],
  ['cron(0/20 10 * * ? *)', ['2026-11-22T10:20', '2026-11-22T10:40', '2026-11-23T10:00']],
  ['cron(15 10 ? * MON-FRI *)', ['2026-11-23T10:15', '2026-11-24T10:15']],
  ['cron(0 8 ? * 2#1 *)', ['2026-12-07T08:00', '2027-01-04T08:00']],
  ['cron(0 18 L * ? *)', ['2026-11-30T18:00', '2026-12-31T18:00']],
  ['cron(0 0 1 JAN,JUL ? *)', ['2027-01-01T00:00', '2027-07-01T00:00']],
  ['cron(0 6 31 * ? *)', ['2026-12-31T06:00', '2027-01-31T06:00', '2027-03-31T06:00', '2027-05-31T06:00']],
  ['cron(0 6 29 2 ? *)', ['2028-02-29T06:00', '2032-02-29T06:00']],
  ['cron(0 6 1 1 ? 2026-2027)', ['2027-01-01T06:00', undefined]],
  ['at(2026-12-01T06:00:05)', ['2026-12-01T06:00:05', undefined]],
  ['at(2026-11-01T00:00:00)', [undefined]],
])('%s', (expression, expected) => {
  expect(times(expression, expected.length)).toEqual(expected);
});

test('a timezone moves with its clocks', () => {
  const spring = new Date('2027-03-26T12:00:00Z');
  expect(times('cron(0 6 * * ? *)', 3, 'Europe/Berlin', spring)).toEqual([
    '2027-03-27T05:00',
    '2027-03-28T04:00',
    '2027-03-29T04:00',
  ]);
  expect(times('at(2026-12-01T06:00:00)', 1, 'America/New_York')).toEqual(['2026-12-01T11:00']);
  expect(times('cron(30 5 * * ? *)', 1, 'Asia/Kolkata')).toEqual(['2026-11-23T00:00']);
});

test('a time that the clocks skip does not come, one that comes twice fires once', () => {
  const spring = new Date('2027-03-27T12:00:00Z');
  expect(times('cron(30 2 * * ? *)', 2, 'Europe/Berlin', spring)).toEqual([
    '2027-03-29T00:30',
    '2027-03-30T00:30',
  ]);
  const autumn = new Date('2027-10-30T12:00:00Z');
  expect(times('cron(30 2 * * ? *)', 2, 'Europe/Berlin', autumn)).toEqual([
    '2027-10-31T00:30',
    '2027-11-01T01:30',
  ]);
  expect(() => times('at(2027-03-28T02:30:00)', 1, 'Europe/Berlin')).toThrow(/leaves that time out/);
});

test.each([
  ['every day', /neither/],
  ['rate(0 minutes)', /whole number/],
  ['rate(1.5 hours)', /whole number/],
  ['rate(5 weeks)', /whole number/],
  ['cron(0 6 * * *)', /six fields/],
  ['cron(0 6 * * * *)', /must be "\?"/],
  ['cron(0 6 ? * ? *)', /must be "\?"/],
  ['cron(60 6 * * ? *)', /60 is not between 0 and 59/],
  ['cron(x 6 * * ? *)', /"x" is no minutes/],
  ['cron(0 6 * FOO ? *)', /"FOO" is no month/],
  ['cron(0 6 ? * FRI-MON *)', /backwards/],
  ['cron(0 6 30 2 ? x)', /"x" is no year/],
  ['at(2026-13-01T06:00:00)', /form yyyy/],
  ['at(2026-02-30T06:00:00)', /form yyyy/],
  ['at(tomorrow)', /form yyyy/],
])('%s is refused', (expression, reason) => {
  expect(() => times(expression, 1)).toThrow(reason);
});

test('an unknown timezone is refused', () => {
  expect(() => times('cron(0 6 * * ? *)', 1, 'Mars/Olympus')).toThrow(/no timezone "Mars\/Olympus"/);
});

test('30 February never comes', () => {
  expect(times('cron(0 6 30 2 ? *)', 1)).toEqual([undefined]);
});

test('in any timezone the next time lies ahead and shows the hour that was asked for', () => {
  const zone = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
  );
  const moment = fc.date({ min: new Date('2025-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(zone, moment, fc.integer({ min: 0, max: 23 }), (timezone, start, hour) => {
      const next = parseSchedule(`cron(10 ${hour} * * ? *)`, timezone, start)(start);
      const shown = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, timeStyle: 'short' }).format(next);
      expect(shown).toBe(`${String(hour).padStart(2, '0')}:10`);
      expect((next?.getTime() ?? 0) - start.getTime()).toBeGreaterThan(0);
      expect((next?.getTime() ?? 0) - start.getTime()).toBeLessThanOrEqual(49 * 3_600_000);
    }),
  );
});
