import autocannon from 'autocannon';
import { type Spread, spreadOf } from '../percentiles.ts';

/** A load of one customer a request. */
export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent in turn. */
  readonly bodies: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  /** Over all connections. @default as fast as answers come */
  readonly requestsPerSecond?: number;
  /** Whether a body is the right answer; asked of every one. */
  readonly isRight: (body: string) => boolean;
  readonly signal: AbortSignal;
}

export interface LoadResult {
  readonly requestsPerSecond: number;
  /** Milliseconds from a request's first byte to its answer's last. */
  readonly latency: Spread;
  /** Answers outside 2xx, wrong bodies, broken connections and time-outs. */
  readonly errors: number;
  /** Of the first answer. */
  readonly answerBytes: number;
}

/** Sends requests over connections that are kept, each with its next one as soon as it is answered. */
export async function measureLoad(load: Load): Promise<LoadResult> {
  load.signal.throwIfAborted();
  const durationsMs: number[] = [];
  let answerBytes = 0;
  const options: autocannon.Options = {
    url: load.url,
    connections: load.connections,
    duration: load.seconds,
    requests: load.bodies.map((body) => ({ method: 'POST', headers: { ...load.headers }, body })),
    verifyBody: (body) => {
      answerBytes ||= Buffer.byteLength(String(body));
      return load.isRight(String(body));
    },
    ...(load.requestsPerSecond === undefined ? {} : { overallRate: load.requestsPerSecond }),
  };
  const result = await loaded(options, load.signal, (durationMs) => durationsMs.push(durationMs));
  load.signal.throwIfAborted();
  const unanswered = Math.max(0, result.requests.sent - durationsMs.length - mostUnderWay(load));
  return {
    requestsPerSecond: durationsMs.length / result.duration,
    latency: spreadOf(durationsMs),
    errors: result.non2xx + result.errors + result.timeouts + result.mismatches + unanswered,
    answerBytes,
  };
}

/**
 * Requests that may be without an answer in good order. A connection that breaks is opened anew without a word, so that
 * lost requests show in their number alone; at the end each connection has one under way, and autocannon counts those of
 * its first second as sent beforehand.
 */
function mostUnderWay({ connections, requestsPerSecond = 0 }: Load): number {
  return connections + connections * Math.max(1, Math.ceil(requestsPerSecond / connections));
}

function loaded(
  options: autocannon.Options,
  signal: AbortSignal,
  onAnswer: (durationMs: number) => void,
): Promise<autocannon.Result> {
  return new Promise((resolve, reject) => {
    const running = autocannon(options, (error, result) => {
      signal.removeEventListener('abort', stop);
      if (error) reject(error);
      else resolve(result);
    });
    const stop = () => running.stop();
    signal.addEventListener('abort', stop, { once: true });
    running.on('response', (_client, _statusCode, _bytes, durationMs) => onAnswer(durationMs));
  });
}
