import { expect, test } from 'vitest';
import { Throttle } from '../../../localstack/http-api/throttle.ts';

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
