/**
 * What AWS's runtime client asks of its native module, over HTTP: `next` takes a call, `done` and `error` answer one.
 * The native module answers before it returns; here an answer is on its way, and the next call waits for it.
 */
import { Agent, type IncomingHttpHeaders, request } from 'node:http';

const RUNTIME_PATH = '/2018-06-01/runtime/invocation';
const [hostname, port] = (process.env.AWS_LAMBDA_RUNTIME_API ?? '').split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let answered: Promise<unknown> = Promise.resolve();

interface Answer {
  readonly bodyJson: string;
  readonly headers: IncomingHttpHeaders;
}

export async function next(): Promise<Answer> {
  await answered;
  return send('GET', `${RUNTIME_PATH}/next`);
}

export function done(requestId: string, response: string): void {
  answered = send('POST', `${RUNTIME_PATH}/${requestId}/response`, response);
}

export function error(requestId: string, response: string, _xRayCause: string): void {
  answered = send('POST', `${RUNTIME_PATH}/${requestId}/error`, response);
}

function send(method: string, path: string, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request({ hostname, port, path, method, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ bodyJson: Buffer.concat(chunks).toString('utf8'), headers: response.headers }),
      );
    });
    call.on('error', reject);
    call.end(body);
  });
}
