import type { IncomingMessage } from 'node:http';
import type { Authorization } from '../auth/authorize.ts';
import type { S3Request } from '../http/s3-request.ts';
import { S3Error } from '../s3-error.ts';
import { AwsChunkedDecoder } from './aws-chunked.ts';
import { bodyExpectations } from './body-expectations.ts';
import { BodyVerifier, type VerifiedBody } from './body-verifier.ts';
import type { ChecksumAlgorithm } from './checksums.ts';

const IDLE_TIMEOUT_MS = 60_000;

/**
 * Passes a request's decoded body to `write`, piece by piece, and resolves once it is all there and verified. A body
 * that pauses for a minute ends with its connection.
 * @throws S3Error what is wrong with the body; rejects too where the client goes away
 */
export async function receiveBody(
  request: S3Request,
  authorization: Authorization,
  write: (data: Buffer) => Promise<void> | void,
  algorithm?: ChecksumAlgorithm,
): Promise<VerifiedBody> {
  const { payload } = authorization;
  const decoder = payload.kind === 'chunked' ? new AwsChunkedDecoder(payload.signatures) : undefined;
  const verifier = new BodyVerifier(bodyExpectations(request, authorization), payload, algorithm);
  for await (const piece of pieces(request.incoming)) {
    for (const data of decoder?.decode(piece) ?? [piece]) {
      verifier.update(data);
      await write(data);
    }
  }
  decoder?.finish();
  return verifier.finish(decoder?.trailers ?? new Map());
}

/**
 * A request's body as text, verified.
 * @throws S3Error `MalformedXML` where it is over `maxBytes` or not UTF-8
 */
export async function receiveText(
  request: S3Request,
  authorization: Authorization,
  maxBytes: number,
): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  await receiveBody(request, authorization, (data) => {
    bytes += data.byteLength;
    if (bytes > maxBytes)
      throw new S3Error('MalformedXML', `The XML you provided is over ${maxBytes} bytes.`);
    pieces.push(data);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
  } catch (cause) {
    throw new S3Error('MalformedXML', 'The XML you provided is not UTF-8.', { cause });
  }
}

/** Stopping early leaves the request whole, so that its client still gets an answer. */
async function* pieces(incoming: IncomingMessage): AsyncGenerator<Buffer> {
  incoming.socket.setTimeout(IDLE_TIMEOUT_MS);
  try {
    const body = incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
    for await (const piece of body) yield piece;
  } finally {
    incoming.socket.setTimeout(0);
  }
}
