import { expect, it } from 'vitest';
import { requestTimeLeftMs, withinRequest } from '#platform/http/request-deadline.ts';

const withTimeLeft = (remainingMs: number) => ({ getRemainingTimeInMillis: () => remainingMs });

it('keeps two seconds back, is never below nothing, and is each request’s own', async () => {
  expect(requestTimeLeftMs()).toBeUndefined();
  const [long, short] = await Promise.all([
    withinRequest(withTimeLeft(1e9), async () => requestTimeLeftMs()),
    withinRequest(withTimeLeft(1500), async () => requestTimeLeftMs()),
  ]);
  expect(long).toBeLessThanOrEqual(1e9 - 2000);
  expect(long).toBeGreaterThan(1e9 - 60_000);
  expect(short).toBe(0);
});
