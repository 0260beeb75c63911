import { createHmac, randomUUID } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import type { UserPoolSecrets } from './user-pool-secrets.ts';

export interface AccessTokenRequest {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  readonly lifetimeSeconds: number;
  /** Of whoever signed in; a client that signs in itself has no person. */
  readonly person?: { readonly id: string; readonly signedInAt: number };
}

/** An access token with the claims and the header of Cognito's: no `aud`, but `client_id` and `token_use`. */
export async function signAccessToken(
  { signingKey }: Pick<UserPoolSecrets, 'signingKey'>,
  request: AccessTokenRequest,
): Promise<string> {
  const { issuer, clientId, scope, lifetimeSeconds, person } = request;
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({
    sub: person?.id ?? clientId,
    ...(person === undefined ? {} : { username: person.id }),
    token_use: 'access',
    scope,
    auth_time: person?.signedInAt ?? now,
    client_id: clientId,
    version: 2,
  })
    .setProtectedHeader({ kid: signingKey.kid, alg: 'RS256' })
    .setIssuer(issuer)
    .setIssuedAt(now)
    .setExpirationTime(now + lifetimeSeconds)
    .setJti(randomUUID())
    .sign(await importJWK(signingKey, 'RS256'));
}

/** The secret of an app client: the same at every start of a state folder. */
export function clientSecret({ clientKey }: Pick<UserPoolSecrets, 'clientKey'>, clientId: string): string {
  return createHmac('sha256', clientKey).update(clientId).digest('base64url');
}
