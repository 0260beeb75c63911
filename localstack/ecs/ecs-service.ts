import { createServer, type IncomingMessage } from 'node:http';
import { DataApiError } from '../rds/data-api/errors.ts';
import { verifySignature } from '../rds/data-api/signature.ts';
import type { CloudContext, EcsService } from '../services.ts';
import { EcsError } from './ecs-error.ts';
import { describeTasksSchema, parseRequest, runTaskSchema } from './task-requests.ts';
import { type TaskSettings, Tasks } from './task-service.ts';

const MAX_REQUEST_BYTES = 1024 * 1024;
const TARGET_PREFIX = 'AmazonEC2ContainerServiceV20141113.';
const JSON_TYPE = 'application/x-amz-json-1.1';

/** Serves RunTask and DescribeTasks of ECS on `port` (0 for any free one), and goes on with the tasks of before. */
export async function startEcs(
  context: CloudContext,
  { port, ...settings }: TaskSettings & { readonly port: number },
): Promise<EcsService> {
  const tasks = new Tasks(context, settings);
  await tasks.open();
  const operations = new Map<string, (input: unknown) => unknown>([
    ['RunTask', (input) => tasks.runTask(parseRequest(runTaskSchema, input))],
    ['DescribeTasks', (input) => tasks.describeTasks(parseRequest(describeTasksSchema, input))],
  ]);
  const server = createServer(async (request, response) => {
    try {
      const body = await readBody(request);
      const { method = '', headers } = request;
      verifySignature({ method, path: '/', headers, body }, context.credentials, new Date(), 'ecs');
      const target = String(headers['x-amz-target'] ?? '');
      const operation = operations.get(target.replace(TARGET_PREFIX, ''));
      if (method !== 'POST' || operation === undefined) {
        throw new EcsError('UnknownOperationException', `The local cloud has no operation ${target}`);
      }
      const output = await operation(parseJson(body));
      response.writeHead(200, { 'content-type': JSON_TYPE }).end(JSON.stringify(output));
    } catch (error) {
      const fault = faultOf(error);
      if (fault.status >= 500) context.log('ecs', String((error as Error).stack));
      const answer = JSON.stringify({ __type: fault.name, message: fault.message });
      response
        .writeHead(fault.status, { 'content-type': JSON_TYPE, 'x-amzn-errortype': fault.name })
        .end(answer);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, context.host, resolve);
  });
  const address = server.address();
  const ownPort = typeof address === 'object' && address !== null ? address.port : port;
  return {
    endpoint: `http://${context.host}:${ownPort}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await tasks.close();
    },
  };
}

function faultOf(error: unknown): EcsError | DataApiError {
  if (error instanceof EcsError || error instanceof DataApiError) return error;
  return new EcsError('ServerException', 'An internal error occurred.', { cause: error });
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_REQUEST_BYTES) chunks.push(chunk);
  }
  if (bytes <= MAX_REQUEST_BYTES) return Buffer.concat(chunks);
  throw new EcsError('InvalidParameterException', `The request is larger than ${MAX_REQUEST_BYTES} bytes.`);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    throw new EcsError('InvalidParameterException', 'The body is not JSON.', { cause });
  }
}
