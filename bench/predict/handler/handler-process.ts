/**
 * Loads the function's bundle as Lambda's machine would, calls its handler and sends a HandlerTimes to its parent:
 * handler-process.ts BUNDLE CALLS, CALLS being a file with HandlerCalls.
 */
import { subscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Calls, type HandlerTimes, handlerCallsSchema } from './handler-times.ts';
import { proxyEvent } from './proxy-event.ts';

const [bundle = '', callsFile = ''] = process.argv.slice(2);
const { first, one, thousand } = handlerCallsSchema.parse(JSON.parse(readFileSync(callsFile, 'utf8')));
const require = createRequire(join(bundle, 'index.js'));
const context = { functionName: 'predict', awsRequestId: 'bench', getRemainingTimeInMillis: () => 15_000 };
interface Answer {
  readonly statusCode?: number;
  readonly body?: string;
}

let [firstRequestMs, lastAnswerMs] = [Number.NaN, Number.NaN];
subscribe('http.client.request.start', () => {
  firstRequestMs = Number.isNaN(firstRequestMs) ? performance.now() : firstRequestMs;
});
subscribe('http.client.response.finish', () => {
  lastAnswerMs = performance.now();
});

const bootMs = performance.now();
const runtime = require('onnxruntime-node') as { InferenceSession: { create(...args: unknown[]): unknown } };
const runtimeLoadedMs = performance.now();
let sessionMs = 0;
const create = runtime.InferenceSession.create.bind(runtime.InferenceSession);
runtime.InferenceSession.create = async (...args) => {
  const startMs = performance.now();
  const session = await create(...args);
  sessionMs = performance.now() - startMs;
  return session;
};
const importFromMs = performance.now();
const { handler } = require(join(bundle, 'index.js')) as {
  handler(event: unknown, context: unknown): Promise<Answer>;
};
const importedMs = performance.now();
await answered(first);
const answeredMs = performance.now();

const times: HandlerTimes = {
  coldStart: {
    runtimeLoadMs: runtimeLoadedMs - bootMs,
    importMs: importedMs - importFromMs,
    modelDownloadMs: lastAnswerMs - firstRequestMs,
    sessionMs,
    firstAnswerMs: answeredMs - importedMs,
    totalMs: answeredMs - bootMs - (importFromMs - runtimeLoadedMs),
  },
  oneMs: await timesOf(one),
  thousandMs: await timesOf(thousand),
};
process.send?.(times, () => process.disconnect());

/** How long each call took, after those that warm up. */
async function timesOf({ bodies, warmUp, calls, mostMs }: Calls): Promise<number[]> {
  await timesOfCalls(bodies, warmUp, mostMs);
  return timesOfCalls(bodies, calls, mostMs);
}

/** At least one call where there is a body; no more begin once they have taken too long together. */
async function timesOfCalls(bodies: readonly string[], calls: number, mostMs: number): Promise<number[]> {
  const durationsMs: number[] = [];
  const endMs = performance.now() + mostMs;
  for (let call = 0; call < calls && (call === 0 || performance.now() < endMs); call++) {
    const body = bodies[call % bodies.length];
    if (body !== undefined) durationsMs.push(await answered(body));
  }
  return durationsMs;
}

async function answered(body: string): Promise<number> {
  const event = proxyEvent(body);
  const startMs = performance.now();
  const answer = await handler(event, context);
  const durationMs = performance.now() - startMs;
  if (answer.statusCode === 200) return durationMs;
  throw new Error(`The handler answered ${answer.statusCode}: ${answer.body}`);
}
