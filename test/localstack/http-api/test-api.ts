import { connect } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { type HttpApiOptions, startHttpApi } from '../../../localstack/http-api/http-api-service.ts';
import type { InvocationResult, LambdaService } from '../../../localstack/services.ts';
import { testCloud } from '../lambda/test-cloud.ts';

export type Invoke = (functionArn: string, event: never) => Promise<InvocationResult>;

const unused = () => expect.fail('An HTTP API only invokes.');
const lambdaOf = (invoke: Invoke): LambdaService => ({
  register: unused,
  invoke: invoke as LambdaService['invoke'],
  invokeAsync: unused,
  startQueue: unused,
  close: unused,
});
/** Answers with the event. */
export const echo: Invoke = async (_arn, event) => ({ payload: JSON.stringify(event) });
export const answering =
  (value: unknown): Invoke =>
  async () => ({ payload: JSON.stringify(value) });

/** An API whose one function is the given one; `routeKeys` all lead to it. */
export async function api(invoke: Invoke, options: Partial<HttpApiOptions> = {}, ...routeKeys: string[]) {
  const { context, logged } = await testCloud();
  const keys = routeKeys.length === 0 ? ['$default'] : routeKeys;
  const service = await startHttpApi(context, {
    apiId: 'abc123',
    port: 0,
    stage: '$default',
    routes: keys.map((routeKey) => ({ routeKey, functionArn: 'arn' })),
    lambda: lambdaOf(invoke),
    ...options,
  });
  onTestFinished(() => service.close());
  return { ...service, logged };
}

/** Sends bytes as they are and returns all that comes back. */
export function raw(endpoint: string, text: string): Promise<string> {
  const { hostname, port } = new URL(endpoint);
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      received += chunk;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(received));
  });
}
