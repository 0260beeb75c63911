import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as z from 'zod';
import type { RouteAuthorization } from '../services.ts';
import { gatewayAnswer, type HttpAnswer } from './function-response.ts';
import { VerifiedTokens } from './verified-tokens.ts';

/** What API Gateway takes: signatures of RSA keys, never `none` or a shared secret. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];
const DISCOVERY_PATH = '/.well-known/openid-configuration';

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** Who calls, as functions are told. */
export interface JwtIdentity {
  readonly claims: JWTPayload;
  /** Those that the route asks for; null where it asks for none. */
  readonly scopes: readonly string[] | null;
}

export type Authorized =
  | { readonly identity: JwtIdentity; readonly refusal?: never }
  | { readonly identity?: never; readonly refusal: HttpAnswer };

/** Decides on a request by its Authorization header. */
export type Authorizer = (
  header: string | undefined,
  authorization: RouteAuthorization,
) => Promise<Authorized>;

/** A token that is refused, with the reason that the caller is told. */
class TokenError extends Error {
  override readonly name = 'TokenError';
}

/**
 * API Gateway's JWT authorizer: the signature by the issuer's published keys, `iss`, `aud` or else `client_id`, `exp`,
 * `nbf`, `iat`, and one of the route's scopes. Refuses with 401, and for want of a scope with 403, telling why in
 * WWW-Authenticate. The keys of an issuer are asked for once, and again when a token names one that is not known. A token
 * that was found good is not checked anew for some minutes, if it does not end before; audience and scopes always are.
 */
export function jwtAuthorizer(now: () => Date = () => new Date()): Authorizer {
  const keys = new Map<string, Promise<JWTVerifyGetKey>>();
  const keysOf = (issuer: string) => {
    const known = keys.get(issuer) ?? discoverKeys(issuer);
    keys.set(issuer, known);
    known.catch(() => keys.delete(issuer));
    return known;
  };
  const tokens = new VerifiedTokens();
  const claimsOf = async (token: string, issuer: string): Promise<JWTPayload> => {
    const at = now();
    const known = tokens.claimsOf(issuer, token, at);
    if (known !== undefined) return known;
    const claims = await verified(token, issuer, await keysOf(issuer), at);
    tokens.add(issuer, token, claims, at);
    return claims;
  };
  return async (header, authorization) => {
    const token = (header ?? '').replace(/^bearer\s+/i, '').trim();
    if (token === '') return { refusal: unauthorized('Bearer') };
    try {
      const { issuer, audience, scopes } = authorization;
      const claims = await claimsOf(token, issuer);
      if (!isMeantFor(claims, audience)) throw new TokenError('the token does not have a valid audience');
      if (scopes.length > 0 && !scopesOf(claims).some((scope) => scopes.includes(scope))) {
        return { refusal: forbidden(scopes) };
      }
      return { identity: { claims, scopes: scopes.length > 0 ? scopes : null } };
    } catch (error) {
      if (error instanceof TokenError)
        return { refusal: unauthorized(challenge('', 'invalid_token', error.message)) };
      throw error;
    }
  };
}

async function discoverKeys(issuer: string): Promise<JWTVerifyGetKey> {
  try {
    const response = await fetch(`${issuer}${DISCOVERY_PATH}`, { signal: AbortSignal.timeout(5000) });
    const document = discoverySchema.parse(await response.json());
    if (document.issuer !== issuer) throw new Error(`${issuer} says that it is ${document.issuer}.`);
    return createRemoteJWKSet(new URL(document.jwks_uri));
  } catch (cause) {
    throw new TokenError('OIDC discovery endpoint communication error', { cause });
  }
}

async function verified(
  token: string,
  issuer: string,
  keys: JWTVerifyGetKey,
  now: Date,
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ALGORITHMS,
      issuer,
      requiredClaims: ['exp'],
      currentDate: now,
    });
    if (payload.iat !== undefined && payload.iat > Math.floor(now.getTime() / 1000)) {
      throw new TokenError('the token was issued in the future');
    }
    return payload;
  } catch (cause) {
    if (cause instanceof errors.JWTExpired) throw new TokenError('the token has expired', { cause });
    if (cause instanceof errors.JOSEError) throw new TokenError(plain(cause.message), { cause });
    throw cause;
  }
}

/** `client_id` counts only where there is no `aud`. */
function isMeantFor(claims: JWTPayload, audience: readonly string[]): boolean {
  const named = claims.aud ?? claims.client_id;
  return [named].flat().some((one) => typeof one === 'string' && audience.includes(one));
}

function scopesOf({ scope, scp }: JWTPayload): readonly string[] {
  return [scope ?? scp].flat().flatMap((one) => (typeof one === 'string' ? one.split(' ') : []));
}

const unauthorized = (authenticate: string) =>
  gatewayAnswer(401, 'Unauthorized', { 'www-authenticate': authenticate });

function forbidden(scopes: readonly string[]): HttpAnswer {
  const reason = 'the token does not have a scope of this route';
  return gatewayAnswer(403, 'Forbidden', {
    'www-authenticate': challenge(scopes.join(' '), 'insufficient_scope', reason),
  });
}

const challenge = (scope: string, error: string, description: string) =>
  `Bearer scope="${scope}" error="${error}" error_description="${description}"`;

/** Fit for a quoted string of a header. */
const plain = (message: string) => message.replaceAll(/[^\x20-\x7e]|["\\]/g, "'");
