import awsCronParser from 'aws-cron-parser';
import { ScheduleExpressionError } from './schedule-expression-error.ts';
import type { WallClock } from './wall-clock.ts';

export type Cron = ReturnType<typeof awsCronParser.parse>;

const NUMBER_LIST = String.raw`\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*`;
const STEPS = String.raw`(?:\*|\d+(?:-\d+)?)\/\d+`;
const MONTH = '(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|\\d+)';
const DAY = '(?:SUN|MON|TUE|WED|THU|FRI|SAT|\\d)';
const listOf = (item: string) => `${item}(?:-${item})?(?:,${item}(?:-${item})?)*`;

/** What aws-cron-parser reads, field by field; it takes for granted that AWS has checked the rest. */
const FIELDS: readonly (readonly [name: string, form: RegExp])[] = [
  ['minutes', new RegExp(`^(?:\\*|${STEPS}|${NUMBER_LIST})$`)],
  ['hours', new RegExp(`^(?:\\*|${STEPS}|${NUMBER_LIST})$`)],
  ['day of month', new RegExp(`^(?:\\?|\\*|L|L-\\d+|\\d+W|${STEPS}|${NUMBER_LIST})$`)],
  ['month', new RegExp(`^(?:\\*|${STEPS}|${listOf(MONTH)})$`, 'i')],
  ['day of week', new RegExp(`^(?:\\?|\\*|${DAY}L|${DAY}#[1-5]|${listOf(DAY)})$`, 'i')],
  ['year', new RegExp(`^(?:\\*|${STEPS}|${NUMBER_LIST})$`)],
];

/**
 * Reads the six fields of an AWS cron expression.
 * @throws ScheduleExpressionError on a field that is not one, or unless exactly one of the two day fields is `?`
 */
export function parseCron(expression: string, text: string): Cron {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== FIELDS.length) throw new ScheduleExpressionError(expression, 'cron has six fields');
  for (const [index, [name, form]] of FIELDS.entries()) {
    const field = fields[index] ?? '';
    if (!form.test(field)) throw new ScheduleExpressionError(expression, `"${field}" is no ${name}`);
  }
  if ((fields[2] === '?') === (fields[4] === '?')) {
    throw new ScheduleExpressionError(
      expression,
      'one of day of month and day of week must be "?", and only one',
    );
  }
  try {
    const cron = awsCronParser.parse(fields.join(' '));
    const isEmpty = [cron.minutes, cron.hours, cron.months, cron.years].some((values) => values.length === 0);
    if (isEmpty || (fields[4] !== '?' && cron.daysOfWeek.length === 0))
      throw new Error('a range runs backwards');
    return cron;
  } catch (cause) {
    throw new ScheduleExpressionError(expression, (cause as Error).message, { cause });
  }
}

/** How often the search may step over months that lack the day: 29 February is at most 8 years away. */
const MAX_STEPS = 120;

/** The next time after `after`; undefined where there is none. Throws where the parser finds no day at all. */
export function nextCronTime(cron: Cron, after: WallClock): WallClock | undefined {
  let from = after;
  for (let step = 0; step < MAX_STEPS; step++) {
    const next = awsCronParser.next(cron, from);
    if (next === null) return undefined;
    if (isOnItsDay(cron, next)) return next;
    from = new Date(Date.UTC(next.getUTCFullYear(), next.getUTCMonth(), 1) - 60_000);
  }
  return undefined;
}

/** The parser lets 31 April be 1 May. */
function isOnItsDay(cron: Cron, time: WallClock): boolean {
  const days = cron.daysOfMonth;
  const [first] = days;
  return typeof first !== 'number' || days.includes(time.getUTCDate());
}
