import { Provider } from 'oidc-provider';
import { startServer } from '../http-api/http-server.ts';
import type { CloudContext, UserPoolService } from '../services.ts';
import { cognitoTokens } from './cognito-tokens.ts';
import { hostedPages } from './hosted-pages.ts';
import { providerConfiguration } from './provider-configuration.ts';
import type { UserPoolOptions } from './user-pool-options.ts';

/**
 * Serves a user pool: discovery and keys as the issuer, and under the paths of Cognito's domain the sign-in page, the
 * token endpoint (code with PKCE, refresh, client credentials), revocation and sign-out.
 */
export async function startUserPool(
  context: CloudContext,
  options: UserPoolOptions,
): Promise<UserPoolService> {
  const issuer = `http://${context.host}:${options.port}`;
  const log = (message: string) => context.log('cognito', message);
  const provider = new Provider(issuer, providerConfiguration(options));
  provider.use(cognitoTokens(issuer, options.clients, options.secrets));
  provider.use(hostedPages(provider, options.clients, options.secrets.person));
  provider.on('server_error', (_ctx, error) => log(error.stack ?? error.message));
  const answer = provider.callback();
  const { endpoint, close } = await startServer(
    { host: context.host, port: options.port },
    async (request, response) => answer(request, response),
    log,
  );
  return { endpoint, close };
}
