import type { Provider } from 'oidc-provider';
import * as z from 'zod';
import type { UserPoolClient } from '../services.ts';
import { signAccessToken } from './access-token.ts';
import { IDENTITY_SCOPES, PATHS } from './user-pool-options.ts';
import type { UserPoolSecrets } from './user-pool-secrets.ts';

type Middleware = Parameters<Provider['use']>[0];

const answerSchema = z.looseObject({
  access_token: z.string(),
  expires_in: z.number(),
  scope: z.string().optional(),
});

/**
 * Puts an access token of Cognito's kind into each answer of the token endpoint, in place of an opaque one. A program
 * that asks for a scope which is not there is refused, where the provider would leave the scope out.
 */
export function cognitoTokens(
  issuer: string,
  clients: readonly UserPoolClient[],
  secrets: UserPoolSecrets,
): Middleware {
  return async (ctx, next) => {
    await next();
    if (ctx.path !== PATHS.token || ctx.status !== 200) return;
    const { AccessToken, ClientCredentials } = ctx.oidc.entities;
    const clientId = (AccessToken ?? ClientCredentials)?.clientId;
    const answer = answerSchema.safeParse(ctx.body).data;
    if (clientId === undefined || answer === undefined) return;
    const asked = ClientCredentials === undefined ? [] : wordsOf(ctx.oidc.body?.scope);
    if (asked.some((scope) => !wordsOf(answer.scope).includes(scope))) {
      ctx.status = 400;
      ctx.body = { error: 'invalid_scope' };
      return;
    }
    const accountId = AccessToken?.accountId;
    const accessToken = await signAccessToken(secrets, {
      ...{ issuer, clientId, lifetimeSeconds: answer.expires_in },
      scope: answer.scope ?? allScopes(clients, clientId),
      ...(accountId === undefined
        ? {}
        : { person: { id: accountId, signedInAt: signedInAt(ctx.oidc.entities) } }),
    });
    ctx.body = { ...answer, access_token: accessToken };
  };
}

const wordsOf = (scope: unknown): readonly string[] =>
  typeof scope === 'string' ? scope.split(' ').filter((word) => word !== '') : [];

/** A program that asks for no scope gets every one of resource servers that it may have. */
function allScopes(clients: readonly UserPoolClient[], clientId: string): string {
  const scopes = clients.find((client) => client.clientId === clientId)?.scopes ?? [];
  return scopes.filter((scope) => !IDENTITY_SCOPES.includes(scope)).join(' ');
}

function signedInAt(entities: {
  readonly AuthorizationCode?: { readonly authTime?: number | undefined } | undefined;
  readonly RefreshToken?: { readonly authTime?: number | undefined } | undefined;
}): number {
  const { AuthorizationCode, RefreshToken } = entities;
  return (AuthorizationCode ?? RefreshToken)?.authTime ?? Math.floor(Date.now() / 1000);
}
