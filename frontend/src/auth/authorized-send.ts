import type { Send } from '../api/client.ts';
import { accessToken, noteAccepted, refuseSession, replaceRefused } from './session.ts';

const UNAUTHORIZED = 401;

/** Sends a request with the session's token; where the API refuses that, once more with a new one. */
export const authorizedSend: Send = async (path, init) => {
  const token = await accessToken();
  const first = await sendWithToken(path, init, token);
  if (first.status !== UNAUTHORIZED) return accepted(first);
  const second = await sendWithToken(path, init, await replaceRefused(token));
  return second.status === UNAUTHORIZED ? refuseSession() : accepted(second);
};

function sendWithToken(path: string, init: RequestInit, token: string): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${token}`);
  return fetch(path, { ...init, headers });
}

function accepted(response: Response): Response {
  noteAccepted();
  return response;
}
