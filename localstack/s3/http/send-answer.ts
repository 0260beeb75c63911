import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { S3Answer } from './answer.ts';

/**
 * Sends an answer, its stream at the reader's pace. Rejects where the stream breaks, but not where the reader goes
 * away, of whom there is nobody to tell.
 */
export async function sendAnswer(
  incoming: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: S3Answer,
): Promise<void> {
  const hasNoContent = status === 204 || status === 304;
  const length =
    typeof body === 'string' && !hasNoContent ? { 'content-length': String(Buffer.byteLength(body)) } : {};
  response.writeHead(status, { ...length, ...headers });
  if (!(body instanceof Readable)) {
    response.end(incoming.method === 'HEAD' || hasNoContent ? undefined : body);
    return;
  }
  try {
    await pipeline(body, response);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}
