import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const REQUEST_TIMEOUT_MS = 60_000;
const CLOSE_GRACE_MS = 1_000;
/** A body over its limit is read on to this many times the limit, so that the client gets to read the refusal. */
const DISCARD_FACTOR = 8;

/** A listening server; `close` lets answers under way finish for a second. */
export interface RunningServer {
  readonly endpoint: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Listens on the port, 0 for any free one. What the handler throws ends the connection and, unless the client
 * broke off its request, is logged; what is no HTTP
 * gets a bare 400, and a request that takes over a minute to arrive a 408. Rejects where the port is taken.
 */
export async function startServer(
  at: { readonly host: string; readonly port: number },
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  logFailure: (message: string) => void,
): Promise<RunningServer> {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    handle(request, response).catch((error: Error) => {
      if (request.complete) logFailure(`${request.method} ${request.url}: ${error.stack}`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://${at.host}:${port}`, port, close: () => closeServer(server) };
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
  await closed;
  clearTimeout(cut);
}

/**
 * The request's whole body; undefined where it is over the limit. Rejects where the client goes away before its end.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
    if (bytes > maxBytes * DISCARD_FACTOR) throw new Error('The body is far too large.');
  }
  return bytes > maxBytes ? undefined : Buffer.concat(chunks);
}

const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Whether a header, in lower case, speaks of one connection and is not passed on (RFC 9110, section 7.6.1). */
export function isHopByHop(name: string): boolean {
  return HOP_BY_HOP.has(name);
}

/** The client's address, an IPv4 one in its usual form. */
export function clientAddress(request: IncomingMessage): string {
  return (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

/** The request target's path and query as they were sent, without a scheme and host that a proxy's client would add. */
export function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const local = target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  const [beforeFragment = ''] = local.split('#', 1);
  const mark = beforeFragment.indexOf('?');
  const path = mark < 0 ? beforeFragment : beforeFragment.slice(0, mark);
  return { path: path === '' ? '/' : path, query: mark < 0 ? '' : beforeFragment.slice(mark + 1) };
}
