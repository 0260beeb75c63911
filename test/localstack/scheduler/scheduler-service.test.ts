import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createScheduler } from '../../../localstack/scheduler/scheduler-service.ts';
import { contextIn } from '../lambda/bundles.ts';

const ARN = 'arn:aws:lambda:eu-central-1:000000000000:function:score';
const DAY_MS = 86_400_000;

beforeEach(() => vi.useFakeTimers({ now: new Date('2026-11-22T10:00:00Z') }));
afterEach(() => void vi.useRealTimers());

function scheduler(invokeAsync = vi.fn(async (_arn: string, _input: unknown) => undefined)) {
  const logged: string[] = [];
  const service = createScheduler(
    contextIn('unused', (_part, message) => logged.push(message)),
    invokeAsync,
  );
  const add = (expression: string, input: unknown = {}, name = 'hourly') =>
    service.add({ name, expression, functionArn: ARN, input });
  return { service, add, invokeAsync, logged };
}

test('a rate fires again and again, and not at once', async () => {
  const { add, invokeAsync } = scheduler();
  add('rate(5 minutes)', { source: 'schedule' });
  await vi.advanceTimersByTimeAsync(299_999);
  expect(invokeAsync).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(invokeAsync).toHaveBeenCalledExactlyOnceWith(ARN, { source: 'schedule' });
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(invokeAsync).toHaveBeenCalledTimes(13);
});

test('a time further away than a timer counts is waited for', async () => {
  const { add, invokeAsync, logged } = scheduler();
  add('at(2027-02-01T00:00:00)');
  await vi.advanceTimersByTimeAsync(70 * DAY_MS);
  expect(invokeAsync).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(DAY_MS);
  expect(invokeAsync).toHaveBeenCalledOnce();
  expect(logged).toEqual([expect.stringContaining('has no time left')]);
});

test('the input names the scheduled time', async () => {
  const { add, invokeAsync } = scheduler();
  add('cron(0 12 * * ? *)', {
    time: '<aws.scheduler.scheduled-time>',
    by: ['<aws.scheduler.schedule-arn>'],
    other: '<aws.scheduler.unknown>',
  });
  await vi.advanceTimersByTimeAsync(DAY_MS);
  expect(invokeAsync).toHaveBeenCalledExactlyOnceWith(ARN, {
    time: '2026-11-22T12:00:00Z',
    by: ['arn:aws:scheduler:eu-central-1:000000000000:schedule/default/hourly'],
    other: '<aws.scheduler.unknown>',
  });
});

test('a call that fails is logged and the schedule goes on', async () => {
  const { add, invokeAsync, logged } = scheduler(vi.fn(() => Promise.reject(new Error('no function'))));
  add('rate(1 hour)');
  await vi.advanceTimersByTimeAsync(2 * 3_600_000);
  expect(invokeAsync).toHaveBeenCalledTimes(2);
  expect(logged).toEqual(['hourly: no function', 'hourly: no function']);
});

test('hours that a sleeping computer missed are made up for by one call', async () => {
  const { add, invokeAsync } = scheduler();
  add('rate(1 hour)');
  vi.setSystemTime(new Date('2026-11-22T20:30:00Z'));
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(invokeAsync).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(1_800_000);
  expect(invokeAsync).toHaveBeenCalledTimes(2);
});

test('a schedule added again replaces the one of its name, and closing ends all', async () => {
  const { service, add, invokeAsync } = scheduler();
  add('rate(1 minute)');
  add('rate(1 day)');
  add('rate(1 hour)', {}, 'other');
  await vi.advanceTimersByTimeAsync(DAY_MS - 1);
  expect(invokeAsync).toHaveBeenCalledTimes(23);
  await service.close();
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(2 * DAY_MS);
  expect(invokeAsync).toHaveBeenCalledTimes(23);
});

test('closing waits for calls under way, and what cannot be read is refused by add', async () => {
  let finish = () => undefined as undefined;
  const { service, add } = scheduler(
    vi.fn(
      () =>
        new Promise<undefined>((resolve) => {
          finish = () => void resolve(undefined) as undefined;
        }),
    ),
  );
  expect(() => add('rate(never)')).toThrow(/whole number/);
  add('rate(1 minute)');
  await vi.advanceTimersByTimeAsync(60_000);
  const closed = vi.fn();
  const closing = service.close().then(closed);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(closed).not.toHaveBeenCalled();
  finish();
  await closing;
});
