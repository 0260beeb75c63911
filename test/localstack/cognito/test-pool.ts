import { createHash, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { onTestFinished } from 'vitest';
import { userPoolSecrets } from '../../../localstack/cognito/user-pool-secrets.ts';
import { startUserPool } from '../../../localstack/cognito/user-pool-service.ts';
import type { UserPoolClient } from '../../../localstack/services.ts';
import { testCloud } from '../lambda/test-cloud.ts';

export const CALLBACK = 'http://127.0.0.1:4580/';
const common = { accessTokenSeconds: 900, idTokenSeconds: 900, refreshTokenSeconds: 3600 };

export const dashboard: UserPoolClient = {
  ...{ clientId: 'dashboard', hasSecret: false, flows: ['code'], scopes: ['openid', 'email', 'a/read'] },
  ...{ callbackUrls: [CALLBACK], logoutUrls: [CALLBACK], rotatesRefreshTokens: true, ...common },
};
export const system: UserPoolClient = {
  ...{ clientId: 'system', hasSecret: true, flows: ['client_credentials'], scopes: ['a/read', 'a/write'] },
  ...{ callbackUrls: [], logoutUrls: [], rotatesRefreshTokens: false, ...common },
};

/** A running user pool, and a person without a browser: cookies, and redirects followed by hand. */
export async function testPool(...clients: UserPoolClient[]) {
  const { context } = await testCloud();
  const secrets = await userPoolSecrets(context.stateDirectory);
  const port = await freePort();
  const { endpoint, close } = await startUserPool(context, { port, clients, secrets });
  onTestFinished(() => close());
  const cookies = new Map<string, string>();
  const visit = async (address: string, form?: Readonly<Record<string, string>>) => {
    const response = await fetch(new URL(address, endpoint), {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  return { endpoint, secrets, visit };
}

export type TestPool = Awaited<ReturnType<typeof testPool>>;

/** The address of the sign-in page's first request, with a challenge that `verifier` answers. */
export function authorizeAddress(changes: Readonly<Record<string, string>> = {}) {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    ...{ client_id: 'dashboard', response_type: 'code', redirect_uri: CALLBACK, state: 's', nonce: 'n' },
    scope: 'openid email a/read',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    ...{ code_challenge_method: 'S256', ...changes },
  });
  return { verifier, address: `/oauth2/authorize?${query}` };
}

/** Follows redirects inside the pool, and gives the address outside or the page at which they end. */
export async function follow(pool: TestPool, first: Response): Promise<Response | URL> {
  for (let response = first; ; ) {
    const location = response.headers.get('location');
    if (location === null) return response;
    const next = new URL(location, pool.endpoint);
    if (next.origin !== pool.endpoint) return next;
    response = await pool.visit(next.href);
  }
}

/** Signs the person in through the form and gives the address that they are sent back to. */
export async function signIn(pool: TestPool, address: string): Promise<URL> {
  const login = (await pool.visit(address)).headers.get('location') ?? '';
  const { userName: username, password } = pool.secrets.person;
  const back = await follow(pool, await pool.visit(login, { username, password }));
  if (back instanceof URL) return back;
  throw new Error(await back.text());
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
