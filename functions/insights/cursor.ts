import * as z from 'zod';
import { type CustomerSort, customerSortSchema } from '#core/api/contract.ts';
import { RequestError } from '#core/errors.ts';
import { isRunId } from '#core/lake/keys.ts';
import type { PagePosition } from '#platform/insights-store/insights-store.ts';

export interface Cursor {
  readonly runId: string;
  readonly sort: CustomerSort;
  readonly after: PagePosition;
}

const cursorSchema = z.strictObject({
  runId: z.string().refine(isRunId),
  sort: customerSortSchema,
  after: z.strictObject({ value: z.number().optional(), customerId: z.string().max(128) }),
});

export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @throws RequestError `CURSOR_INVALID` for text that is no cursor of ours, or one of another sort. */
export function decodeCursor(text: string, sort: CustomerSort): Cursor {
  const parsed = cursorSchema.safeParse(parse(text));
  const isComplete = parsed.success && (sort === 'customerId') === (parsed.data.after.value === undefined);
  if (!isComplete || parsed.data.sort !== sort) {
    throw new RequestError('CURSOR_INVALID', 'The cursor is not one that this list gave.', [
      { path: 'cursor', message: 'must be a nextCursor of the same list' },
    ]);
  }
  const { runId, after } = parsed.data;
  const { value, customerId } = after;
  return { runId, sort, after: value === undefined ? { customerId } : { value, customerId } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
