import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Provider } from 'oidc-provider';
import { readBody } from '../http-api/http-server.ts';
import type { UserPoolClient } from '../services.ts';
import { contentSecurityPolicy, problemPage, signInPage } from './pages.ts';
import { PATHS } from './user-pool-options.ts';
import type { Person } from './user-pool-secrets.ts';

type Middleware = Parameters<Provider['use']>[0];
type Context = Parameters<Middleware>[0];

const MAX_FORM_BYTES = 10_000;

/** The pages that people see: the sign-in form, and Cognito's way out. */
export function hostedPages(
  provider: Provider,
  clients: readonly UserPoolClient[],
  person: Person,
): Middleware {
  const origins = [
    ...new Set(clients.flatMap(({ callbackUrls }) => callbackUrls.map((url) => new URL(url).origin))),
  ];
  const policy = contentSecurityPolicy(origins);
  return async (ctx, next) => {
    ctx.set({
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    if (ctx.path.startsWith(`${PATHS.signIn}/`)) await signIn(ctx, provider, person);
    else if (ctx.path === PATHS.signOut) await signOut(ctx, provider, clients);
    else await next();
  };
}

async function signIn(ctx: Context, provider: Provider, person: Person): Promise<void> {
  const interaction = await provider.interactionDetails(ctx.req, ctx.res).catch(() => undefined);
  if (interaction === undefined) {
    return show(
      ctx,
      400,
      problemPage('This sign-in has ended', 'Go back to the dashboard and sign in again.'),
    );
  }
  if (ctx.method !== 'POST') return show(ctx, 200, signInPage(ctx.path));
  const form = await formOf(ctx.req);
  const userName = form.get('username') ?? '';
  const isRight = [
    isSame(userName.trim().toLowerCase(), person.userName),
    isSame(form.get('password') ?? '', person.password),
  ].every(Boolean);
  if (!isRight) return show(ctx, 401, signInPage(ctx.path, userName, 'Incorrect email or password.'));
  const next = await provider.interactionResult(ctx.req, ctx.res, { login: { accountId: person.id } });
  ctx.status = 303;
  ctx.redirect(next);
}

/** `/logout?client_id=…&logout_uri=…`: ends the session of the pages, and goes where the client may send people. */
async function signOut(ctx: Context, provider: Provider, clients: readonly UserPoolClient[]): Promise<void> {
  const { client_id: clientId, logout_uri: logoutUrl } = ctx.query;
  const client = clients.find((one) => one.clientId === clientId);
  if (typeof logoutUrl !== 'string' || !client?.logoutUrls.includes(logoutUrl)) {
    return show(
      ctx,
      400,
      problemPage('This sign-out cannot go on', 'client_id and logout_uri do not belong together.'),
    );
  }
  const session = await provider.Session.get(provider.createContext(ctx.req, ctx.res) as never);
  await session.destroy();
  ctx.cookies.set(provider.cookieName('session'), null, { signed: true });
  ctx.redirect(logoutUrl);
}

function show(ctx: Context, status: number, html: string): void {
  ctx.status = status;
  ctx.type = 'html';
  ctx.body = html;
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams((await readBody(request, MAX_FORM_BYTES))?.toString('utf8') ?? '');
}

/** In a time that does not tell how much of it is right. */
function isSame(given: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(right));
}
