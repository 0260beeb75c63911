import { signal } from '@preact/signals';
import { ResponseBodyError } from 'oauth4webapi';
import { ApiError, UNREACHABLE } from '../api/api-error.ts';
import { readConfiguration } from './configuration.ts';
import { IdentityProvider, type Tokens } from './identity-provider.ts';
import {
  forgetSignOut,
  hasSignedOut,
  type PendingSignIn,
  rememberSignIn,
  rememberSignOut,
  takePendingSignIn,
} from './pending-sign-in.ts';
import { SignInError } from './sign-in-error.ts';

export type SessionState =
  /** Finding out, or on the way to the sign-in page. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'signed-in'; readonly person: string }
  | { readonly kind: 'signed-out' }
  /** `code` is the technical name of a fault that has no words of its own. */
  | { readonly kind: 'failed'; readonly reason: string; readonly code?: string };

/** How long before its end a token is renewed. */
const RENEW_BEFORE_END_MS = 60_000;

/** What is left of a call whose page goes away. */
const never = new Promise<never>(() => undefined);

/** Whether somebody is signed in, and who. */
export const session = signal<SessionState>({ kind: 'waiting' });

let provider: IdentityProvider | undefined;
let tokens: Tokens | undefined;
let renewal: Promise<void> | undefined;
/** Whether the API has taken a token of this sign-in; if not, signing in again would go round in a circle. */
let hasBeenAccepted = false;
/** The page is about to be another one: nothing more is asked for, and nobody is signed in on the way out. */
let isLeaving = false;

/**
 * Signs in: with the answer of the sign-in page where the person comes from there, else by sending them to it, unless
 * they have just signed out. Where it resolves, `session` says how it ended; it does not where the page is left.
 */
export async function startSession(): Promise<void> {
  try {
    const configuration = await readConfiguration();
    const registered = new URL(configuration.dashboardUrl);
    if (location.origin !== registered.origin) return await leaveFor(`${registered}${location.hash}`);
    provider = new IdentityProvider(configuration);
    const pending = takePendingSignIn();
    if (isAnswer(location.search)) await finish(provider, pending);
    else if (hasSignedOut()) session.value = { kind: 'signed-out' };
    else await signIn();
  } catch (error) {
    fail(error);
  }
}

/** Sends the person to the sign-in page, and from there back to what they look at now. */
export async function signIn(): Promise<never> {
  if (isLeaving) return never;
  isLeaving = true;
  if (provider === undefined) return reload();
  forgetSignOut();
  const { address, ...request } = await provider.beginSignIn();
  rememberSignIn({ ...request, hash: location.hash, visit: history.state });
  return leaveFor(address);
}

/** Ends the session here and at the sign-in page. */
export async function signOut(): Promise<never> {
  const refreshToken = tokens?.refreshToken;
  isLeaving = true;
  tokens = undefined;
  session.value = { kind: 'waiting' };
  rememberSignOut();
  if (provider === undefined) return leaveFor('/');
  // Where this fails, the token was in this page's memory alone and goes with it.
  if (refreshToken !== undefined) await provider.revoke(refreshToken).catch(() => undefined);
  return leaveFor(provider.signOutAddress);
}

/** A token that is good for a while; without one the person is sent to sign in, and this never resolves. */
export async function accessToken(): Promise<string> {
  if (tokens === undefined) return signIn();
  if (Date.now() > tokens.expiresAtMs - RENEW_BEFORE_END_MS) await renew();
  return tokens.accessToken;
}

/** The API took a token. */
export function noteAccepted(): void {
  hasBeenAccepted = true;
}

/** For a token that the API refused: gives another one by renewal, or sends the person to sign in. */
export async function replaceRefused(refused: string): Promise<string> {
  if (tokens !== undefined && tokens.accessToken === refused) await renew();
  return accessToken();
}

/** The API refused a token that is new as well. */
export async function refuseSession(): Promise<never> {
  if (hasBeenAccepted) return signIn();
  fail(new SignInError('You are signed in, but the API does not accept it.'));
  return never;
}

/** One renewal at a time; a refresh token that is no longer good leads to the sign-in page. */
async function renew(): Promise<void> {
  renewal ??= renewOnce().finally(() => {
    renewal = undefined;
  });
  return renewal;
}

async function renewOnce(): Promise<void> {
  if (provider === undefined || tokens?.refreshToken === undefined) return signIn();
  try {
    tokens = await provider.renew(tokens.refreshToken);
  } catch (cause) {
    if (cause instanceof ResponseBodyError) return signIn();
    throw new ApiError(UNREACHABLE, 'Your sign-in could not be renewed.', { cause });
  }
}

async function finish(known: IdentityProvider, pending: PendingSignIn | undefined): Promise<void> {
  const answer = new URL(location.href);
  // Whatever comes of it, a code is good once only: it must not stand in the address for a reload.
  history.replaceState(pending?.visit ?? null, '', `/${pending?.hash ?? ''}`);
  if (pending === undefined) throw new SignInError('This sign-in was used already, or begun in another tab.');
  const { tokens: given, person } = await known.finishSignIn(answer, pending);
  tokens = given;
  session.value = { kind: 'signed-in', person };
}

const isAnswer = (search: string) => {
  const query = new URLSearchParams(search);
  return query.has('state') && (query.has('code') || query.has('error'));
};

function fail(error: unknown): void {
  isLeaving = false;
  session.value =
    error instanceof SignInError
      ? { kind: 'failed', reason: error.message }
      : { kind: 'failed', reason: 'The sign-in page’s answer could not be used.', code: codeOf(error) };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** What comes next is another page. */
function leaveFor(address: string): Promise<never> {
  session.value = { kind: 'waiting' };
  location.replace(address);
  return never;
}

function reload(): Promise<never> {
  location.reload();
  return never;
}
