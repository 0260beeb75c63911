import { createHash } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { canonicalRequest } from '../../../localstack/s3/auth/canonical-request.ts';
import { SIGNING_ALGORITHM, Signer, sha256Hex } from '../../../localstack/s3/auth/signing.ts';
import { s3Request } from '../../../localstack/s3/http/s3-request.ts';
import { CREDENTIALS, REGION } from './test-context.ts';

export interface RawRequest {
  readonly method: string;
  /** Path and query, as they are to be sent. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** @default the hash of the body */
  readonly payloadHash?: string;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Of an error document. */
  readonly code: string | undefined;
}

export interface SignedHeaders {
  readonly headers: Readonly<Record<string, string>>;
  readonly signer: Signer;
  readonly amzDate: string;
  readonly signature: string;
}

/** Headers with a signature of the request in them, for what no client would send. */
export function signedHeaders(endpoint: string, raw: RawRequest): SignedHeaders {
  const amzDate = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const payloadHash =
    raw.payloadHash ??
    createHash('sha256')
      .update(raw.body ?? '')
      .digest('hex');
  const headers: Record<string, string> = {
    host: new URL(endpoint).host,
    'x-amz-content-sha256': payloadHash,
    'x-amz-date': amzDate,
    ...raw.headers,
  };
  const scope = { ...CREDENTIALS, date: amzDate.slice(0, 8), region: REGION, service: 's3' };
  const signer = new Signer(CREDENTIALS.secretAccessKey, scope);
  const names = Object.keys(headers).sort();
  const incoming = {
    method: raw.method,
    url: raw.target,
    rawHeaders: Object.entries(headers).flat(),
    socket: {},
  };
  const canonical = canonicalRequest(s3Request(incoming as IncomingMessage, ''), names, payloadHash);
  const stringToSign = [SIGNING_ALGORITHM, amzDate, signer.scope, sha256Hex(canonical)].join('\n');
  const signature = signer.sign(stringToSign);
  const credential = `${CREDENTIALS.accessKeyId}/${signer.scope}`;
  const authorization = `${SIGNING_ALGORITHM} Credential=${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { headers: { ...headers, authorization }, signer, amzDate, signature };
}

/** Sends a request as it is. */
export async function sendRaw(
  endpoint: string,
  { method, target, headers = {}, body }: RawRequest,
): Promise<RawAnswer> {
  const { hostname, port } = new URL(endpoint);
  const length = body === undefined ? {} : { 'content-length': String(body.length) };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(
      { hostname, port, method, path: target, headers: { ...length, ...headers } },
      resolve,
    );
    sent.on('error', reject);
    sent.end(body);
  });
  const content = await text(answer);
  const code = /<Code>([^<]*)</.exec(content)?.[1];
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: content, code };
}

/** Signs and sends. */
export function sendSigned(endpoint: string, raw: RawRequest): Promise<RawAnswer> {
  return sendRaw(endpoint, { ...raw, headers: signedHeaders(endpoint, raw).headers });
}
