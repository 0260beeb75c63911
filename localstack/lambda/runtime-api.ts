import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InvocationResult } from '../services.ts';
import { MAX_RESPONSE_BYTES, responseTooLarge, unhandled } from './error-results.ts';

/** One call on its way to a function's process. */
export interface Invocation {
  readonly requestId: string;
  readonly functionArn: string;
  /** The event as JSON text. */
  readonly payload: string;
  /** Called when the process takes the call; returns its deadline in milliseconds since 1970. */
  readonly taken: () => number;
  /** Called with the handler's answer, or with the error that kept the handler from loading. */
  readonly answered: (result: InvocationResult) => void;
}

const INVOCATION_PATH = /^\/2018-06-01\/runtime\/invocation\/(?<id>[^/]+)\/(?<what>response|error)$/;

/** The Lambda Runtime API of one process, on a loopback port of its own; it passes on one call at a time. */
export class RuntimeApi {
  readonly #server: Server;
  #waiting: ServerResponse | undefined;
  #current: Invocation | undefined;
  #handedOver = false;
  #initError: InvocationResult | undefined;

  private constructor(server: Server) {
    this.#server = server;
    server.keepAliveTimeout = 0;
    server.on('request', (request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  static async start(): Promise<RuntimeApi> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new RuntimeApi(server);
  }

  /** `host:port`, as AWS_LAMBDA_RUNTIME_API wants it. */
  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Passes the call on as soon as the process asks for one. */
  handOver(invocation: Invocation): void {
    if (this.#initError !== undefined) {
      invocation.answered(this.#initError);
      return;
    }
    this.#current = invocation;
    this.#handedOver = false;
    this.#deliver();
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (request.method === 'GET' && path === '/2018-06-01/runtime/invocation/next') {
      this.#waiting = response;
      this.#deliver();
      return;
    }
    const body = await readText(request);
    const groups = INVOCATION_PATH.exec(path)?.groups;
    if (path === '/2018-06-01/runtime/init/error') {
      this.#initError = { payload: body ?? 'null', functionError: 'Unhandled' };
      this.#finish(this.#initError);
    } else if (groups === undefined || !this.#isCurrent(groups.id ?? '')) {
      reply(response, 400, { errorType: 'InvalidRequestID', errorMessage: 'No such call is under way' });
      return;
    } else if (body === undefined) {
      this.#finish(responseTooLarge());
    } else {
      this.#finish(resultOf(groups.what === 'error', body, request));
    }
    reply(response, 202, { status: 'OK' });
  }

  #isCurrent(encodedId: string): boolean {
    return this.#handedOver && this.#current?.requestId === encodedId;
  }

  #finish(result: InvocationResult): void {
    const invocation = this.#current;
    this.#current = undefined;
    invocation?.answered(result);
  }

  #deliver(): void {
    const [response, invocation] = [this.#waiting, this.#current];
    if (response === undefined || invocation === undefined || this.#handedOver) return;
    this.#waiting = undefined;
    this.#handedOver = true;
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(invocation.payload),
      'lambda-runtime-aws-request-id': invocation.requestId,
      'lambda-runtime-deadline-ms': invocation.taken(),
      'lambda-runtime-invoked-function-arn': invocation.functionArn,
    });
    response.end(invocation.payload);
  }
}

/** A streamed answer that breaks off says so in its trailers. */
function resultOf(isError: boolean, body: string, request: IncomingMessage): InvocationResult {
  if (isError) return { payload: body, functionError: 'Unhandled' };
  const errorType = request.trailers['lambda-runtime-function-error-type'];
  if (errorType === undefined) return { payload: body };
  const errorBody = request.trailers['lambda-runtime-function-error-body'] ?? '';
  const document = Buffer.from(errorBody, 'base64').toString('utf8');
  return document === '' ? unhandled({ errorType }) : { payload: document, functionError: 'Unhandled' };
}

/** The body as text; undefined where it is over the limit. */
async function readText(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes <= MAX_RESPONSE_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  return bytes > MAX_RESPONSE_BYTES ? undefined : Buffer.concat(chunks).toString('utf8');
}

function reply(response: ServerResponse, status: number, document: object): void {
  const body = JSON.stringify(document);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, headers).end(body);
}
