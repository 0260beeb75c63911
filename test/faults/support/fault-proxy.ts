import { createServer, type IncomingMessage, request as openRequest, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** What becomes of one request on its way to a service. */
export type ProxyFault =
  /** Answered by the proxy; the service never sees it. */
  | { readonly kind: 'answer'; readonly status: number; readonly type: string; readonly body: string }
  /** The connection is cut; the service has seen nothing, or half of the body, or all and answered. */
  | { readonly kind: 'cut before' | 'cut in the request' | 'cut after' }
  /** The service does as it is told; its answer breaks off in its middle, or is of half the length from the start. */
  | { readonly kind: 'cut in the answer' | 'short answer' }
  /** The answer comes in small pieces. */
  | { readonly kind: 'slow' }
  /** The service does as it is told, and nobody ever answers. */
  | { readonly kind: 'silence' };

export interface ProxiedRequest {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
}

export interface FaultProxy {
  readonly endpoint: string;
  /** What happens to a request; undefined lets it pass. May be replaced at any time. */
  faultOf: (request: ProxiedRequest) => ProxyFault | undefined;
  close(): Promise<void>;
}

const SLOW_PIECE_BYTES = 4096;

/** Stands between a client and a service on this machine. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const server = createServer((incoming, outgoing) => {
    incoming.on('error', () => {});
    outgoing.on('error', () => {});
    pass(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: FaultProxy = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faultOf: () => undefined,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const { method = '', url: path = '' } = incoming;
    const fault = proxy.faultOf({ method, path, body });
    if (fault?.kind === 'answer') {
      outgoing.writeHead(fault.status, { 'content-type': 'application/xml', 'x-amzn-errortype': fault.type });
      outgoing.end(fault.body);
      return;
    }
    if (fault?.kind === 'cut before') return void outgoing.destroy();
    const asked = { method, path, body, headers: incoming.headers };
    if (fault?.kind === 'cut in the request') {
      await sendHalf(target, asked);
      return void outgoing.destroy();
    }
    const answer = await forward(target, asked);
    const content = await buffer(answer);
    if (fault?.kind === 'silence') return;
    if (fault?.kind === 'cut after') return void outgoing.destroy();
    await give(outgoing, answer, content, fault);
  }
  return proxy;
}

type Asked = ProxiedRequest & { readonly headers: IncomingMessage['headers'] };

function forward(target: string, { method, path, headers, body }: Asked): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    openRequest(`${target}${path}`, { method, headers }, resolve).once('error', reject).end(body);
  });
}

/** Sends half of a body under the whole one's length, and hangs up. */
async function sendHalf(target: string, { method, path, headers, body }: Asked): Promise<void> {
  const half = openRequest(`${target}${path}`, { method, headers });
  half.on('error', () => {});
  await new Promise((resolve) => half.write(body.subarray(0, body.length / 2), resolve));
  half.destroy();
}

async function give(
  outgoing: ServerResponse,
  { statusCode = 500, headers }: IncomingMessage,
  content: Buffer,
  fault: ProxyFault | undefined,
): Promise<void> {
  const half = content.subarray(0, content.length / 2);
  if (fault?.kind === 'short answer') {
    outgoing.writeHead(statusCode, { ...headers, 'content-length': half.length });
    outgoing.end(half);
    return;
  }
  outgoing.writeHead(statusCode, headers);
  if (fault?.kind === 'cut in the answer') {
    await new Promise((resolve) => outgoing.write(half, resolve));
    outgoing.destroy();
  } else if (fault?.kind === 'slow') {
    for (let at = 0; at < content.length; at += SLOW_PIECE_BYTES) {
      outgoing.write(content.subarray(at, at + SLOW_PIECE_BYTES));
      await sleep(1);
    }
    outgoing.end();
  } else outgoing.end(content);
}
