import type { IncomingMessage } from 'node:http';
import type { CorsRule } from '../services.ts';

/** The headers by which a bucket's rules let a page of another origin read an answer; none where no rule allows it. */
export function corsHeaders(request: IncomingMessage, rules: readonly CorsRule[]): Record<string, string> {
  const { origin } = request.headers;
  if (origin === undefined) return {};
  const method = String(request.headers['access-control-request-method'] ?? request.method);
  const wanted = String(request.headers['access-control-request-headers'] ?? '');
  const headers = wanted === '' ? [] : wanted.split(',').map((name) => name.trim().toLowerCase());
  const rule = rules.find(
    (each) =>
      each.allowedOrigins.some((pattern) => fits(pattern, origin)) &&
      each.allowedMethods.includes(method) &&
      headers.every((header) => each.allowedHeaders.some((pattern) => fits(pattern.toLowerCase(), header))),
  );
  if (rule === undefined) return {};
  return {
    'access-control-allow-origin': rule.allowedOrigins.includes('*') ? '*' : origin,
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    ...(headers.length === 0 ? {} : { 'access-control-allow-headers': headers.join(', ') }),
    ...(rule.exposedHeaders.length === 0
      ? {}
      : { 'access-control-expose-headers': rule.exposedHeaders.join(', ') }),
    ...(rule.maxAgeSeconds === undefined ? {} : { 'access-control-max-age': String(rule.maxAgeSeconds) }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

function fits(pattern: string, text: string): boolean {
  const [start = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  return text.length >= pattern.length - 1 && text.startsWith(start) && text.endsWith(rest.join('*'));
}
