import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

export const PERSON = 'ada@example.com';
const CLIENT_ID = 'dashboard-client';
const SCOPE = 'openid email churn/read churn/predict';

interface PendingCode {
  readonly challenge: string;
  readonly nonce: string;
}

/**
 * A sign-in page that knows the person already, and the token endpoint behind it: it checks PKCE, the client and the
 * address to come back to, rotates refresh tokens, and can be told to refuse.
 */
export class MockIdentity {
  /** In seconds. */
  lifetime = 900;
  /** What the sign-in page answers in place of a code, as OAuth names it. */
  denial: string | undefined;
  /** Whether the sign-in page waits for the person. */
  asks = false;
  /** The status of the token endpoint where it does not work. */
  brokenStatus: number | undefined;
  /** Before the answer to a revocation. */
  slowRevocationMs = 0;
  signIns = 0;
  renewals = 0;
  signOuts = 0;
  readonly revoked: string[] = [];
  readonly #origin: () => string;
  readonly #codes = new Map<string, PendingCode>();
  readonly #accessTokens = new Set<string>();
  readonly #refreshTokens = new Set<string>();

  constructor(origin: () => string) {
    this.#origin = origin;
  }

  reset(): void {
    Object.assign(this, {
      lifetime: 900,
      denial: undefined,
      asks: false,
      brokenStatus: undefined,
      slowRevocationMs: 0,
    });
    Object.assign(this, { signIns: 0, renewals: 0, signOuts: 0 });
    this.revoked.length = 0;
    this.forgetAccessTokens();
    this.forgetRefreshTokens();
  }

  forgetAccessTokens(): void {
    this.#accessTokens.clear();
  }

  forgetRefreshTokens(): void {
    this.#refreshTokens.clear();
  }

  /** Whether a request shows a token of this provider. */
  accepts(request: IncomingMessage): boolean {
    return this.#accessTokens.has((request.headers.authorization ?? '').replace(/^Bearer /, ''));
  }

  get configuration(): Readonly<Record<string, string>> {
    const origin = this.#origin();
    return {
      ...{ dashboardUrl: `${origin}/`, issuer: origin, clientId: CLIENT_ID, scope: SCOPE },
      authorizationEndpoint: `${origin}/oauth2/authorize`,
      tokenEndpoint: `${origin}/oauth2/token`,
      revocationEndpoint: `${origin}/oauth2/revoke`,
      signOutEndpoint: `${origin}/logout`,
    };
  }

  /** Answers under /oauth2 and /logout. */
  async answer(url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(request.method === 'POST' ? await text(request) : '');
    switch (url.pathname) {
      case '/oauth2/authorize':
        return this.#authorize(url.searchParams, response);
      case '/oauth2/token':
        return this.#token(form, response);
      case '/oauth2/revoke':
        this.revoked.push(form.get('token') ?? '');
        await sleep(this.slowRevocationMs);
        response.end();
        return;
      default:
        this.signOuts += 1;
        this.asks = true;
        response.writeHead(302, { location: url.searchParams.get('logout_uri') ?? '' }).end();
    }
  }

  #authorize(query: URLSearchParams, response: ServerResponse): void {
    const { dashboardUrl = '' } = this.configuration;
    const isRight =
      query.get('client_id') === CLIENT_ID &&
      query.get('redirect_uri') === dashboardUrl &&
      query.get('response_type') === 'code' &&
      query.get('code_challenge_method') === 'S256' &&
      query.get('scope') === SCOPE;
    if (!isRight) return void response.writeHead(400).end('wrong parameters');
    if (this.asks) {
      this.asks = false;
      const again = `<a href="/oauth2/authorize?${query.toString().replaceAll('&', '&amp;')}">I am Ada</a>`;
      return void response.writeHead(200, { 'content-type': 'text/html' }).end(`<title>Who?</title>${again}`);
    }
    const back = new URL(dashboardUrl);
    back.searchParams.set('state', query.get('state') ?? '');
    if (this.denial !== undefined) {
      back.searchParams.set('error', this.denial);
    } else {
      const code = secret();
      const [challenge, nonce] = [query.get('code_challenge') ?? '', query.get('nonce') ?? ''];
      this.#codes.set(code, { challenge, nonce });
      back.searchParams.set('code', code);
    }
    response.writeHead(302, { location: back.href }).end();
  }

  #token(form: URLSearchParams, response: ServerResponse): void {
    if (this.brokenStatus !== undefined) return void response.writeHead(this.brokenStatus).end();
    const answer = form.get('grant_type') === 'refresh_token' ? this.#renewed(form) : this.#exchanged(form);
    const body = answer ?? { error: 'invalid_grant' };
    response.writeHead(answer === undefined ? 400 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  }

  #exchanged(form: URLSearchParams): object | undefined {
    const code = form.get('code') ?? '';
    const pending = this.#codes.get(code);
    this.#codes.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isRight = challenge === pending?.challenge && form.get('client_id') === CLIENT_ID;
    if (!isRight) return undefined;
    this.signIns += 1;
    return { ...this.#newTokens(), id_token: this.#idToken(pending.nonce) };
  }

  #renewed(form: URLSearchParams): object | undefined {
    const given = form.get('refresh_token') ?? '';
    if (!this.#refreshTokens.delete(given)) return undefined;
    this.renewals += 1;
    return this.#newTokens();
  }

  #newTokens() {
    const [accessToken, refreshToken] = [secret(), secret()];
    this.#accessTokens.add(accessToken);
    this.#refreshTokens.add(refreshToken);
    return {
      ...{ access_token: accessToken, refresh_token: refreshToken },
      ...{ token_type: 'Bearer', expires_in: this.lifetime },
    };
  }

  /** Its signature is none: what comes straight from the token endpoint is trusted by that. */
  #idToken(nonce: string): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: this.#origin(), aud: CLIENT_ID, sub: 'ada', email: PERSON, nonce, iat: now };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part({ alg: 'RS256' })}.${part({ ...claims, exp: now + 3600 })}.c2lnbmF0dXJl`;
  }
}

const secret = () => randomBytes(16).toString('base64url');
