import { RequestError } from '#core/errors.ts';

/** @throws RequestError `QUERY_INVALID` where `by` is none of the names. */
export function requireDimension(by: string | undefined, names: readonly string[]): string {
  if (by !== undefined && names.includes(by)) return by;
  throw new RequestError('QUERY_INVALID', 'There is no such segment column.', [
    { path: 'by', message: `must be one of ${names.join(', ')}` },
  ]);
}
