/** What a page must remember while the person is at the sign-in page. It holds no token. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** The fragment of the address to come back to, and what the browser's history keeps with it. */
  readonly hash: string;
  readonly visit: unknown;
}

const PENDING = 'sign-in';
const SIGNED_OUT = 'signed-out';

export function rememberSignIn(pending: PendingSignIn): void {
  sessionStorage.setItem(PENDING, JSON.stringify(pending));
}

/** What was remembered, once: an answer of the sign-in page is good for one try. */
export function takePendingSignIn(): PendingSignIn | undefined {
  const text = sessionStorage.getItem(PENDING);
  sessionStorage.removeItem(PENDING);
  if (text === null) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isPending(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** That the person signed out themselves, so that this tab does not sign them in again unasked. */
export const rememberSignOut = (): void => sessionStorage.setItem(SIGNED_OUT, 'yes');
export const forgetSignOut = (): void => sessionStorage.removeItem(SIGNED_OUT);
export const hasSignedOut = (): boolean => sessionStorage.getItem(SIGNED_OUT) !== null;

function isPending(value: unknown): value is PendingSignIn {
  if (typeof value !== 'object' || value === null) return false;
  const texts = ['state', 'nonce', 'codeVerifier', 'hash'] as const;
  return texts.every((name) => name in value && typeof (value as Record<string, unknown>)[name] === 'string');
}
