import type { CorsRule } from '../../services.ts';
import { S3Error } from '../s3-error.ts';
import { emptyAnswer, type S3Answer } from './answer.ts';

type Headers = ReadonlyMap<string, string>;

const VARY = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';

/** Answers a browser's preflight. @throws S3Error `BadRequest` for one that is none, `AccessForbidden` where no rule allows it */
export function preflightAnswer(rules: readonly CorsRule[], headers: Headers): S3Answer {
  const origin = headers.get('origin');
  const method = headers.get('access-control-request-method');
  if (origin === undefined || method === undefined) {
    throw new S3Error(
      'BadRequest',
      'Insufficient information. Origin request header and Access-Control-Request-Method are needed.',
    );
  }
  const requested = (headers.get('access-control-request-headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const rule = rules.find(
    (candidate) =>
      allows(candidate, origin, method) &&
      requested.every((name) =>
        candidate.allowedHeaders.some((allowed) => isLike(allowed.toLowerCase(), name)),
      ),
  );
  if (rule === undefined) {
    const message =
      rules.length === 0
        ? 'CORSResponse: CORS is not enabled for this bucket.'
        : "CORSResponse: This CORS request is not allowed. This is usually because the evaluation of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";
    throw new S3Error('AccessForbidden', message);
  }
  return emptyAnswer(200, {
    ...ruleHeaders(rule, origin),
    ...(requested.length > 0 ? { 'access-control-allow-headers': requested.join(', ') } : {}),
    ...(rule.maxAgeSeconds === undefined ? {} : { 'access-control-max-age': String(rule.maxAgeSeconds) }),
  });
}

/** The headers by which a browser may read the answer to a request from its page; none where no rule allows it. */
export function corsHeaders(
  rules: readonly CorsRule[],
  method: string,
  headers: Headers,
): Readonly<Record<string, string>> {
  const origin = headers.get('origin');
  if (origin === undefined) return {};
  const rule = rules.find((candidate) => allows(candidate, origin, method));
  return rule === undefined ? {} : ruleHeaders(rule, origin);
}

function allows(rule: CorsRule, origin: string, method: string): boolean {
  return (
    rule.allowedMethods.includes(method) && rule.allowedOrigins.some((allowed) => isLike(allowed, origin))
  );
}

function ruleHeaders(rule: CorsRule, origin: string): Record<string, string> {
  const isAnyOrigin = rule.allowedOrigins.includes('*');
  return {
    'access-control-allow-origin': isAnyOrigin ? '*' : origin,
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    ...(isAnyOrigin ? {} : { 'access-control-allow-credentials': 'true' }),
    ...(rule.exposedHeaders.length > 0
      ? { 'access-control-expose-headers': rule.exposedHeaders.join(', ') }
      : {}),
    vary: VARY,
  };
}

/** Whether a text fits a pattern, in which one `*` may stand for anything. */
function isLike(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text;
  const [start, end] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}
