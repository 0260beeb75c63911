import { randomUUID } from 'node:crypto';
import type { CloudContext, SchedulerService } from '../services.ts';
import { parseSchedule, type Schedule } from './schedule-expression.ts';

/** Timers run in steps, for a computer's clock may be set and setTimeout counts to 2^31 ms only. */
const MAX_STEP_MS = 3_600_000;

/**
 * Calls functions at their schedules' times, while the process lives: times that pass while it is down are not made
 * up for, and a rate starts anew. `add` throws ScheduleExpressionError on an expression that cannot be read. In the
 * input, `<aws.scheduler.scheduled-time>` and its like are replaced as EventBridge does.
 */
export function createScheduler(
  context: CloudContext,
  invokeAsync: (functionArn: string, input: unknown) => Promise<void>,
): SchedulerService {
  const timers = new Map<string, NodeJS.Timeout>();
  const underWay = new Set<Promise<void>>();
  let closed = false;
  const log = (message: string) => context.log('scheduler', message);

  const waitFor = (name: string, time: Date, fire: () => void): void => {
    const leftMs = time.getTime() - Date.now();
    const step = () => (leftMs > MAX_STEP_MS ? waitFor(name, time, fire) : fire());
    const timer = setTimeout(step, Math.min(Math.max(leftMs, 0), MAX_STEP_MS));
    timer.unref();
    timers.set(name, timer);
  };

  return {
    add({ name, expression, timezone = 'UTC', functionArn, input }) {
      const schedule = parseSchedule(expression, timezone, new Date());
      const scheduleArn = `arn:aws:scheduler:${context.region}:${context.accountId}:schedule/default/${name}`;
      const arm = (time: Date | undefined): void => {
        if (time === undefined) log(`${name}: ${expression} has no time left.`);
        else waitFor(name, time, () => fire(time));
      };
      const fire = (time: Date): void => {
        const call = invokeAsync(functionArn, withContext(input, scheduleArn, time))
          .catch((error: Error) => log(`${name}: ${error.message}`))
          .finally(() => underWay.delete(call));
        underWay.add(call);
        if (!closed) arm(nextTime(schedule, time));
      };
      const first = schedule(new Date());
      clearTimeout(timers.get(name));
      arm(first);
    },
    async close() {
      closed = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(underWay);
    },
  };
}

/** Times missed while the computer slept are left out. */
function nextTime(schedule: Schedule, fired: Date): Date | undefined {
  return schedule(new Date(Math.max(fired.getTime(), Date.now())));
}

function withContext(input: unknown, scheduleArn: string, time: Date): unknown {
  const attributes: Record<string, string> = {
    'schedule-arn': scheduleArn,
    'scheduled-time': time.toISOString().replace(/\.\d+Z$/, 'Z'),
    'execution-id': randomUUID(),
    'attempt-number': '1',
  };
  const text = JSON.stringify(input ?? {});
  return JSON.parse(
    text.replaceAll(/<aws\.scheduler\.([a-z-]+)>/g, (whole, name: string) => attributes[name] ?? whole),
  );
}
