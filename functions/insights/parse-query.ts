import type * as z from 'zod';
import { RequestError } from '#core/errors.ts';

/** The parameters of a request as the contract has them. @throws RequestError `QUERY_INVALID` naming what is wrong */
export function parseQuery<T>(
  schema: z.ZodType<T>,
  parameters: Readonly<Record<string, string | undefined>>,
): T {
  const parsed = schema.safeParse(parameters);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  throw new RequestError('QUERY_INVALID', 'The query is not valid.', fields);
}
