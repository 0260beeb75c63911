import type { Client, ClientMetadata, Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { UserPoolClient } from '../services.ts';
import { clientSecret } from './access-token.ts';
import { memoryModels } from './memory-models.ts';
import { problemPage } from './pages.ts';
import { IDENTITY_SCOPES, PATHS, type UserPoolOptions } from './user-pool-options.ts';
import type { Person, UserPoolSecrets } from './user-pool-secrets.ts';

/** Cognito's own. */
const SESSION_SECONDS = 3600;
const CODE_SECONDS = 300;
const INTERACTION_SECONDS = 600;

/** The OpenID provider as Cognito behaves: its paths, its lifetimes, one person, and no consent page. */
export function providerConfiguration({ port, clients, secrets }: UserPoolOptions): Configuration {
  const settings = (client: Client | undefined) => clients.find((one) => one.clientId === client?.clientId);
  return {
    adapter: memoryModels(),
    clients: clients.map((client) => clientMetadata(client, secrets)),
    clientBasedCORS: (_ctx, origin, client) => (client.redirectUris ?? []).some((url) => isOf(origin, url)),
    scopes: [...new Set([...IDENTITY_SCOPES, ...clients.flatMap(({ scopes }) => scopes)])],
    claims: { openid: ['sub', 'cognito:username', 'token_use'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    findAccount: (_ctx, id) => (id === secrets.person.id ? accountOf(secrets.person) : undefined),
    loadExistingGrant: grantEverything,
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: (ctx) => settings(ctx.oidc.client)?.rotatesRefreshTokens ?? true,
    pkce: { required: () => true },
    jwks: { keys: [secrets.signingKey] },
    // Cookies know no ports, and another local cloud may run beside this one.
    cookies: { keys: [secrets.cookieKey], names: { session: `cognito-${port}` } },
    interactions: { url: (_ctx, interaction) => `${PATHS.signIn}/${interaction.uid}` },
    routes: {
      authorization: PATHS.authorize,
      token: PATHS.token,
      revocation: PATHS.revoke,
      jwks: PATHS.keys,
    },
    responseTypes: ['code'],
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      revocation: {
        enabled: true,
        allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId,
      },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    ttl: {
      AccessToken: (_ctx, _token, client) => settings(client)?.accessTokenSeconds ?? SESSION_SECONDS,
      ClientCredentials: (_ctx, _token, client) => settings(client)?.accessTokenSeconds ?? SESSION_SECONDS,
      IdToken: (_ctx, _token, client) => settings(client)?.idTokenSeconds ?? SESSION_SECONDS,
      RefreshToken: (_ctx, _token, client) => settings(client)?.refreshTokenSeconds ?? SESSION_SECONDS,
      Grant: Math.max(SESSION_SECONDS, ...clients.map((client) => client.refreshTokenSeconds)),
      AuthorizationCode: CODE_SECONDS,
      Interaction: INTERACTION_SECONDS,
      Session: SESSION_SECONDS,
    },
    renderError: (ctx, { error, error_description }) => {
      ctx.type = 'html';
      ctx.body = problemPage('This sign-in cannot go on', error_description ?? error);
    },
  };
}

function clientMetadata(client: UserPoolClient, secrets: UserPoolSecrets): ClientMetadata {
  const signsPeopleIn = client.flows.includes('code');
  return {
    client_id: client.clientId,
    ...(client.hasSecret
      ? {
          client_secret: clientSecret(secrets, client.clientId),
          token_endpoint_auth_method: 'client_secret_basic',
        }
      : { token_endpoint_auth_method: 'none' }),
    grant_types: [
      ...(signsPeopleIn ? ['authorization_code', 'refresh_token'] : []),
      ...(client.flows.includes('client_credentials') ? ['client_credentials'] : []),
    ],
    response_types: signsPeopleIn ? ['code'] : [],
    redirect_uris: [...client.callbackUrls],
    scope: client.scopes.join(' '),
  };
}

/** The clients are all ours, so a person who signs in is not asked again what they may do. */
async function grantEverything(ctx: KoaContextWithOIDC) {
  const { client, session, provider, requestParamScopes } = ctx.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope([...requestParamScopes].join(' '));
  await grant.save();
  return grant;
}

function accountOf({ id, userName }: Person) {
  const claims = { email: userName, email_verified: true, 'cognito:username': id, token_use: 'id' };
  return { accountId: id, claims: () => ({ sub: id, ...claims }) };
}

const isOf = (origin: string, url: string) => new URL(url).origin === origin;
