import { validateHeaderName, validateHeaderValue } from 'node:http';
import * as z from 'zod';
import { isHopByHop } from './http-server.ts';

/** An answer ready to be sent. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

const headerValueSchema = z.union([z.string(), z.number(), z.boolean()]);

const structuredSchema = z.object({
  statusCode: z.coerce.number().int().min(200).max(599),
  headers: z.record(z.string(), headerValueSchema).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** An answer of API Gateway's own: `{"message":"…"}`. */
export function gatewayAnswer(
  statusCode: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify({ message })),
  };
}

/**
 * The answer that a handler's result in payload format 2.0 stands for; undefined where it stands for none. A result
 * without a statusCode is itself the body of a 200 in JSON.
 */
export function functionAnswer(payload: string): HttpAnswer | undefined {
  const result = parsed(payload);
  if (result === undefined) return undefined;
  const isStructured =
    typeof result.value === 'object' && result.value !== null && 'statusCode' in result.value;
  if (!isStructured) {
    const text = typeof result.value === 'string' ? result.value : payload;
    return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(text) };
  }
  const structured = structuredSchema.safeParse(result.value);
  if (!structured.success) return undefined;
  const { statusCode, body, isBase64Encoded, cookies } = structured.data;
  const headers = validHeaders(structured.data.headers ?? {}, cookies ?? []);
  if (headers === undefined) return undefined;
  return { statusCode, headers, body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8') };
}

function parsed(payload: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(payload) };
  } catch {
    return undefined;
  }
}

function validHeaders(
  given: Readonly<Record<string, string | number | boolean>>,
  cookies: readonly string[],
): Record<string, string | readonly string[]> | undefined {
  const headers: Record<string, string | readonly string[]> = { 'content-type': 'text/plain;charset=utf-8' };
  try {
    for (const [name, value] of Object.entries(given)) {
      const lowerCase = name.toLowerCase();
      if (isHopByHop(lowerCase) || lowerCase === 'content-length') continue;
      validateHeaderName(lowerCase);
      validateHeaderValue(lowerCase, String(value));
      headers[lowerCase] = String(value);
    }
    for (const cookie of cookies) validateHeaderValue('set-cookie', cookie);
  } catch {
    return undefined;
  }
  return cookies.length === 0 ? headers : { ...headers, 'set-cookie': cookies };
}
