import { expect, test } from 'vitest';
import { RouteThrottles, Throttle } from '../../../localstack/http-api/throttle.ts';
import type { Throttling } from '../../../localstack/services.ts';

const passed = (throttle: Throttle, tries: number) =>
  Array.from({ length: tries }, () => throttle.take()).filter(Boolean).length;

test('a burst passes at once, then the rate', () => {
  let nowMs = 0;
  const throttle = new Throttle({ rateLimit: 2, burstLimit: 5 }, () => nowMs);
  expect(passed(throttle, 8)).toBe(5);
  expect(throttle.retryAfterSeconds).toBe(1);
  nowMs += 1_000;
  expect(passed(throttle, 8)).toBe(2);
  nowMs += 60_000;
  expect(passed(throttle, 8)).toBe(5);
});

test('a slow rate names its wait, and a rate of zero takes the burst alone', () => {
  let nowMs = 0;
  const slow = new Throttle({ rateLimit: 0.1, burstLimit: 1 }, () => nowMs);
  expect(passed(slow, 2)).toBe(1);
  expect(slow.retryAfterSeconds).toBe(10);
  const none = new Throttle({ rateLimit: 0, burstLimit: 0 }, () => nowMs);
  nowMs += 1e9;
  expect(passed(none, 2)).toBe(0);
  expect(none.retryAfterSeconds).toBe(86_400);
});

test('each route has its own bucket: of its own limits, else of the stage’s, else of none', () => {
  const route = (routeKey: string, throttling?: Throttling) => ({
    ...{ routeKey, functionArn: 'arn' },
    ...(throttling === undefined ? {} : { throttling }),
  });
  const throttles = new RouteThrottles({ rateLimit: 0, burstLimit: 2 });
  const narrow = route('POST /a', { rateLimit: 0, burstLimit: 1 });
  const takes = (one: ReturnType<typeof route>) => throttles.of(one)?.take();
  expect([takes(narrow), takes(narrow)]).toEqual([true, false]);
  expect([takes(route('GET /b')), takes(route('GET /b')), takes(route('GET /b'))]).toEqual([
    true,
    true,
    false,
  ]);
  expect(takes(route('GET /c'))).toBe(true);
  expect(new RouteThrottles(undefined).of(route('GET /b'))).toBeUndefined();
});
