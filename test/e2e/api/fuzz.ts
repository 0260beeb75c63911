import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { customersSchema, runsSchema } from '#core/api/contract.ts';
import type { LocalStack } from '../../support/local-stack.ts';
import { type GeneratedRequest, requestsFor } from '../../support/openapi/arbitrary-requests.ts';
import { OpenApiDocument, type Operation } from '../../support/openapi/document.ts';

const AT_ONCE = 8;
/** Of each operation; the gateway lets fewer through of those that are named. */
const REQUESTS = 250;
const REQUESTS_OF: Readonly<Record<string, number>> = {
  'POST /api/predict': 1600,
  'GET /api/customers': 600,
  'GET /api/customers/{customerId}': 500,
  'POST /api/uploads': 40,
  'GET /api/health': 60,
  'GET /api/openapi.json': 30,
};
/** Words of the inside that no answer may hold. */
const INSIDE = /\bat .*\.ts:\d|node_modules|\/functions\/|SELECT |\bER_[A-Z]+|ECONN|undefined is not/;

/** API Gateway takes 10 kB of request line and headers. */
const LONG_TARGET = 8_000;

const gatewayError = z.object({ message: z.string() });

/** At least 5,000 requests made from the API's own document: what comes back is what it says, and never a 500. */
export function describeFuzz(stack: LocalStack): void {
  describe('generated requests', () => {
    it('are answered as the document says, whatever they hold', async () => {
      const document = new OpenApiDocument((await stack.api('/openapi.json')).body as object);
      const known = await knownValues(stack);
      const seed = Math.floor(Math.random() * 2 ** 31);
      const cases = document.operations.flatMap((operation) => {
        const name = `${operation.method} ${operation.path}`;
        const count = REQUESTS_OF[name] ?? REQUESTS;
        return fc
          .sample(requestsFor(document, operation, known), { numRuns: count, seed })
          .map((generated) => ({ name, operation, generated }));
      });
      expect(cases.length).toBeGreaterThanOrEqual(5000);
      const faults: string[] = [];
      const statuses = new Map<number, number>();
      const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
      const work = async () => {
        for (let one = cases.pop(); one !== undefined; one = cases.pop()) {
          const answer = await send(stack, agent, one.operation, one.generated);
          statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
          const fault = faultOf(document, one.operation, one.generated, answer);
          if (fault === undefined) continue;
          const { target, body } = one.generated;
          faults.push(`${one.name}: ${fault}; asked ${target.slice(0, 300)} ${body?.slice(0, 300) ?? ''}`);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      agent.destroy();
      expect(faults.slice(0, 5), `seed ${seed}, ${faults.length} faults`).toEqual([]);
      // Both sides were reached: answers, and refusals of what was asked.
      expect(statuses.get(200)).toBeGreaterThan(1000);
      expect(statuses.get(400)).toBeGreaterThan(500);
      expect(statuses.get(404)).toBeGreaterThan(100);
    }, 180_000);
  });
}

async function knownValues(stack: LocalStack): Promise<Readonly<Record<string, readonly string[]>>> {
  const { customers } = customersSchema.parse((await stack.api('/customers?limit=20')).body);
  const { runs } = runsSchema.parse((await stack.api('/runs')).body);
  return {
    customerId: customers.map(({ customerId }) => customerId),
    runId: runs.map(({ runId }) => runId),
  };
}

interface Answer {
  readonly status: number;
  readonly type: string | undefined;
  readonly text: string;
}

/** Sends until the gateway has let the request through. */
async function send(
  stack: LocalStack,
  agent: Agent,
  operation: Operation,
  generated: GeneratedRequest,
): Promise<Answer> {
  for (;;) {
    const answer = await sendOnce(stack, agent, operation, generated);
    if (answer.status !== 429) return answer;
    await sleep(200);
  }
}

/** Sends a path as it is: other clients would tidy it up. */
function sendOnce(
  stack: LocalStack,
  agent: Agent,
  { method }: Operation,
  { target, headers, body }: GeneratedRequest,
): Promise<Answer> {
  const { hostname, port } = new URL(stack.description.apiUrl);
  const options = {
    agent,
    hostname,
    port,
    method,
    path: target,
    headers: { ...stack.authorization, ...headers },
  };
  return new Promise((resolve, reject) => {
    const sent = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'], text });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function faultOf(
  document: OpenApiDocument,
  operation: Operation,
  { pathIsHostile, target }: GeneratedRequest,
  { status, type, text }: Answer,
): string | undefined {
  // Servers bound what a request may have before its body, and answer before they know what is asked.
  if (status === 431 && target.length > LONG_TARGET) return undefined;
  if (status >= 500) return `status ${status}: ${text.slice(0, 200)}`;
  if (status >= 400 && INSIDE.test(text)) return `tells of the inside: ${text.slice(0, 200)}`;
  if (status === 304) return text === '' ? undefined : 'a 304 with a body';
  if (!type?.startsWith('application/json')) return `answers as ${type}`;
  const body: unknown = JSON.parse(text);
  const isGateway = pathIsHostile && [400, 404].includes(status) && gatewayError.safeParse(body).success;
  return isGateway ? undefined : document.faultOf(operation, status, body);
}
