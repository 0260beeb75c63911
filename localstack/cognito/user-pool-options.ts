import type { UserPoolClient } from '../services.ts';
import type { UserPoolSecrets } from './user-pool-secrets.ts';

export interface UserPoolOptions {
  /** The port that the issuer names. */
  readonly port: number;
  readonly clients: readonly UserPoolClient[];
  readonly secrets: UserPoolSecrets;
}

/** The scopes that OpenID Connect itself knows; every other one is of a resource server. */
export const IDENTITY_SCOPES: readonly string[] = ['openid', 'email', 'profile', 'phone'];

/** Where Cognito's domain answers. */
export const PATHS = {
  authorize: '/oauth2/authorize',
  token: '/oauth2/token',
  revoke: '/oauth2/revoke',
  signIn: '/login',
  signOut: '/logout',
  keys: '/.well-known/jwks.json',
} as const;
