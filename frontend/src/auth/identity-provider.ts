import {
  AuthorizationResponseError,
  type AuthorizationServer,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  type Client,
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
  getValidatedIdTokenClaims,
  None,
  processAuthorizationCodeResponse,
  processRefreshTokenResponse,
  refreshTokenGrantRequest,
  type TokenEndpointResponse,
  validateAuthResponse,
} from 'oauth4webapi';
import type { SignInConfiguration } from './configuration.ts';
import type { PendingSignIn } from './pending-sign-in.ts';
import { SignInError } from './sign-in-error.ts';

/** What a sign-in or its renewal gives. It lives in memory alone. */
export interface Tokens {
  readonly accessToken: string;
  /** By `Date.now()`. */
  readonly expiresAtMs: number;
  readonly refreshToken: string | undefined;
}

/** Where to send the person, and what to remember until they are back. */
export interface SignInRequest extends Pick<PendingSignIn, 'state' | 'nonce' | 'codeVerifier'> {
  readonly address: string;
}

const DEFAULT_LIFETIME_SECONDS = 300;
const TIMEOUT_MS = 15_000;
/** Nobody waits long to be signed out. */
const REVOKE_TIMEOUT_MS = 3_000;

/** The OpenID provider of the configuration: authorization code with PKCE, and refresh tokens. */
export class IdentityProvider {
  readonly #configuration: SignInConfiguration;
  readonly #server: AuthorizationServer;
  readonly #client: Client;
  readonly #options: { readonly [allowInsecureRequests]: boolean; readonly signal: () => AbortSignal };

  constructor(configuration: SignInConfiguration) {
    const { issuer, clientId, tokenEndpoint } = configuration;
    this.#configuration = configuration;
    this.#server = { issuer, token_endpoint: tokenEndpoint };
    this.#client = { client_id: clientId };
    this.#options = {
      [allowInsecureRequests]: isOnThisMachine(tokenEndpoint),
      signal: () => AbortSignal.timeout(TIMEOUT_MS),
    };
  }

  async beginSignIn(): Promise<SignInRequest> {
    const { authorizationEndpoint, clientId, dashboardUrl, scope } = this.#configuration;
    const codeVerifier = generateRandomCodeVerifier();
    const [state, nonce] = [generateRandomState(), generateRandomNonce()];
    const address = withQuery(authorizationEndpoint, {
      ...{ response_type: 'code', client_id: clientId, redirect_uri: dashboardUrl, scope, state, nonce },
      code_challenge: await calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    });
    return { address, state, nonce, codeVerifier };
  }

  /**
   * Takes the tokens for the code in the address that the person came back to, and their name.
   * @throws SignInError where the answer is a refusal; any other error where it cannot be trusted or fetched
   */
  async finishSignIn(address: URL, pending: PendingSignIn): Promise<{ tokens: Tokens; person: string }> {
    const parameters = this.#parametersOf(address, pending);
    const response = await authorizationCodeGrantRequest(
      ...([this.#server, this.#client, None(), parameters] as const),
      ...([this.#configuration.dashboardUrl, pending.codeVerifier, this.#options] as const),
    );
    const answer = await processAuthorizationCodeResponse(this.#server, this.#client, response, {
      expectedNonce: pending.nonce,
      requireIdToken: true,
    });
    const claims = getValidatedIdTokenClaims(answer);
    const person = typeof claims?.email === 'string' ? claims.email : (claims?.sub ?? '');
    return { tokens: tokensOf(answer), person };
  }

  /** Trades the refresh token for new tokens; where no new refresh token comes the old one stays good. */
  async renew(refreshToken: string): Promise<Tokens> {
    const [server, client] = [this.#server, this.#client];
    const response = await refreshTokenGrantRequest(server, client, None(), refreshToken, this.#options);
    const tokens = tokensOf(await processRefreshTokenResponse(server, client, response));
    return { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken };
  }

  /** Makes the refresh token and what came of it worthless. */
  async revoke(refreshToken: string): Promise<void> {
    const { revocationEndpoint, clientId } = this.#configuration;
    const body = new URLSearchParams({ token: refreshToken, client_id: clientId });
    const signal = AbortSignal.timeout(REVOKE_TIMEOUT_MS);
    await fetch(revocationEndpoint, { method: 'POST', body, keepalive: true, signal });
  }

  get signOutAddress(): string {
    const { signOutEndpoint, clientId, dashboardUrl } = this.#configuration;
    return withQuery(signOutEndpoint, { client_id: clientId, logout_uri: dashboardUrl });
  }

  #parametersOf(address: URL, { state }: PendingSignIn): URLSearchParams {
    try {
      return validateAuthResponse(this.#server, this.#client, address, state);
    } catch (cause) {
      if (!(cause instanceof AuthorizationResponseError)) throw cause;
      throw new SignInError(cause.error_description ?? `The sign-in page answered ${cause.error}.`, {
        cause,
      });
    }
  }
}

function tokensOf({ access_token, expires_in, refresh_token }: TokenEndpointResponse): Tokens {
  const lifetimeSeconds = expires_in ?? DEFAULT_LIFETIME_SECONDS;
  return {
    accessToken: access_token,
    expiresAtMs: Date.now() + lifetimeSeconds * 1000,
    refreshToken: refresh_token,
  };
}

/** Without HTTPS only where nobody else can listen. */
function isOnThisMachine(endpoint: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(endpoint).hostname);
}

const withQuery = (address: string, parameters: Readonly<Record<string, string>>) =>
  `${address}?${new URLSearchParams(parameters)}`;
