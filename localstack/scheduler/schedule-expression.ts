import { nextCronTime, parseCron } from './cron.ts';
import { ScheduleExpressionError } from './schedule-expression-error.ts';
import { fromWallClock, toWallClock, type WallClock } from './wall-clock.ts';

/** When a schedule fires next, strictly after `after`; undefined where it never does again. */
export type Schedule = (after: Date) => Date | undefined;

const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/**
 * Reads `rate(5 minutes)`, `cron(0 6 * * ? *)` or `at(2026-12-01T06:00:00)`. Rates count from `start`; the others are
 * in the timezone's clock, where a time that a change of clocks leaves out does not come, and one that comes twice
 * fires at the first.
 * @throws ScheduleExpressionError
 */
export function parseSchedule(expression: string, timezone: string, start: Date): Schedule {
  const [, kind, text = ''] = /^(rate|cron|at)\((.*)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'rate') return rateSchedule(expression, text, start);
  if (!isTimezone(timezone))
    throw new ScheduleExpressionError(expression, `there is no timezone "${timezone}"`);
  if (kind === 'cron') return cronSchedule(expression, text, timezone);
  if (kind === 'at') return atSchedule(expression, text, timezone);
  throw new ScheduleExpressionError(expression, 'it is neither rate(…), cron(…) nor at(…)');
}

function rateSchedule(expression: string, text: string, start: Date): Schedule {
  const groups = /^(?<count>[1-9]\d*) (?<unit>minute|hour|day)s?$/.exec(text)?.groups;
  if (groups === undefined) {
    throw new ScheduleExpressionError(
      expression,
      'a rate is a whole number above 0 and minutes, hours or days',
    );
  }
  const periodMs = Number(groups.count) * UNIT_MS[groups.unit as keyof typeof UNIT_MS];
  return (after) => {
    const periods = Math.max(1, Math.floor((after.getTime() - start.getTime()) / periodMs) + 1);
    return new Date(start.getTime() + periods * periodMs);
  };
}

function cronSchedule(expression: string, text: string, timezone: string): Schedule {
  const cron = parseCron(expression, text);
  return (after) => {
    let wallClock: WallClock | undefined = toWallClock(after, timezone);
    for (;;) {
      wallClock = nextCronTime(cron, wallClock);
      if (wallClock === undefined) return undefined;
      const time = fromWallClock(wallClock, timezone);
      if (time !== undefined && time > after) return time;
    }
  };
}

function atSchedule(expression: string, text: string, timezone: string): Schedule {
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text);
  const wallClock = new Date(`${text}Z`);
  if (!isTime || Number.isNaN(wallClock.getTime()) || wallClock.toISOString() !== `${text}.000Z`) {
    throw new ScheduleExpressionError(expression, 'a time has the form yyyy-mm-ddThh:mm:ss');
  }
  const time = fromWallClock(wallClock, timezone);
  if (time === undefined) throw new ScheduleExpressionError(expression, `${timezone} leaves that time out`);
  return (after) => (time > after ? time : undefined);
}

function isTimezone(timezone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
    return true;
  } catch {
    return false;
  }
}
