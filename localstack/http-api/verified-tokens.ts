import type { JWTPayload } from 'jose';

/** For so long a signature is taken as checked: an issuer's withdrawn key opens nothing for longer than this. */
const KEPT_MS = 5 * 60_000;
const MAX_TOKENS = 1000;

interface Verified {
  readonly claims: JWTPayload;
  readonly verifiedAtMs: number;
  readonly validUntilMs: number;
}

/**
 * Tokens whose signature, issuer and times were found good, so that a caller's next request need not have them checked
 * again. Audience and scopes are a route's own and are not part of it. Of more than a thousand the oldest is forgotten.
 */
export class VerifiedTokens {
  readonly #tokens = new Map<string, Verified>();

  /** The claims of a token of this issuer that was good before and is now; undefined where it must be checked. */
  claimsOf(issuer: string, token: string, now: Date): JWTPayload | undefined {
    const key = keyOf(issuer, token);
    const verified = this.#tokens.get(key);
    if (verified === undefined) return undefined;
    const nowMs = now.getTime();
    // Once good, a token is good until it ends: `nbf` and `iat` lie behind, unless the clock was set back.
    if (nowMs >= verified.verifiedAtMs && nowMs < verified.validUntilMs) return verified.claims;
    this.#tokens.delete(key);
    return undefined;
  }

  /** Remembers a token that was found good at this moment; one without an end is not remembered. */
  add(issuer: string, token: string, claims: JWTPayload, now: Date): void {
    if (claims.exp === undefined) return;
    const verifiedAtMs = now.getTime();
    const validUntilMs = Math.min(claims.exp * 1000, verifiedAtMs + KEPT_MS);
    this.#tokens.set(keyOf(issuer, token), { claims, verifiedAtMs, validUntilMs });
    const [oldest] = this.#tokens.keys();
    if (this.#tokens.size > MAX_TOKENS && oldest !== undefined) this.#tokens.delete(oldest);
  }
}

const keyOf = (issuer: string, token: string) => `${issuer}\n${token}`;
