import { signAccessToken } from '../cognito/access-token.ts';
import { type UserPoolSecrets, userPoolSecrets } from '../cognito/user-pool-secrets.ts';
import type { CloudPlan } from './plan/cloud-plan.ts';

/** How long the token in `stack.json` is good for; every start makes a new one. */
const TOKEN_SECONDS = 7 * 24 * 3600;

export interface LocalIdentity {
  readonly secrets: UserPoolSecrets;
  /** A bearer token with every scope of the user pool, as its program's client would get. */
  readonly token: string;
}

/** The user pool's secrets, kept in the state folder, and a token; undefined where the template has no user pool. */
export async function localIdentity(
  { userPool }: CloudPlan,
  stateDirectory: string,
  issuer: string,
): Promise<LocalIdentity | undefined> {
  if (userPool === undefined) return undefined;
  const secrets = await userPoolSecrets(stateDirectory);
  const { clients, scopes } = userPool;
  const client = clients.find(({ flows }) => flows.includes('client_credentials')) ?? clients[0];
  if (client === undefined) return { secrets, token: '' };
  const token = await signAccessToken(secrets, {
    ...{ issuer, clientId: client.clientId, scope: scopes.join(' '), lifetimeSeconds: TOKEN_SECONDS },
  });
  return { secrets, token };
}
