import type { StackDescription } from '../../../localstack/runner/stack-description.ts';
import type { LoadReport } from '../predict-report.ts';
import type { CustomerBody } from './customer-bodies.ts';
import { type Load, type LoadResult, measureLoad } from './http-load.ts';
import { answersOneCustomer } from './right-answer.ts';
import { withEcho } from './with-echo.ts';

const CONNECTIONS = 32;
/** Processes start and code is compiled in this time, or in that of a shorter load; wrong answers in it count too. */
const WARM_UP_SECONDS = 5;
/** Of what the deployed stage lets through. */
const FIXED_RATE_SHARE = 0.8;

export interface LoadOptions {
  readonly stack: Pick<StackDescription, 'apiUrl' | 'token'>;
  readonly bodies: readonly CustomerBody[];
  readonly seconds: number;
  readonly deployedLimitPerSecond: number;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Loads the stack's API with single customers, below the deployed limit and at full speed, and then a bare echo. */
export async function measureApiLoad(options: LoadOptions): Promise<LoadReport> {
  const { stack, bodies, seconds, deployedLimitPerSecond, signal, say } = options;
  const load: Load = {
    url: `${stack.apiUrl}/predict`,
    headers: { authorization: `Bearer ${stack.token}`, 'content-type': 'application/json' },
    bodies: bodies.map((body) => JSON.stringify(body)),
    connections: CONNECTIONS,
    seconds,
    isRight: answersOneCustomer(),
    signal,
  };
  const fixedRate = Math.floor(FIXED_RATE_SHARE * deployedLimitPerSecond);
  say('warming up');
  const warmUp = await measureLoad({ ...load, seconds: Math.min(WARM_UP_SECONDS, seconds) });
  say(`${CONNECTIONS} connections at full speed, ${seconds} s`);
  const atFullSpeed = await measureLoad(load);
  say(`${fixedRate} requests a second, ${seconds} s`);
  const atFixedRate = await measureLoad({ ...load, requestsPerSecond: fixedRate });
  say(`a bare echo at full speed, ${seconds} s`);
  const echo = await withEcho(atFullSpeed.answerBytes, (url) => echoLoad({ ...load, url }));
  return {
    ...{ connections: CONNECTIONS, seconds, deployedLimitPerSecond, atFixedRate, echo },
    atFullSpeed: { ...atFullSpeed, errors: atFullSpeed.errors + warmUp.errors },
  };
}

async function echoLoad(load: Load): Promise<LoadResult> {
  const isRight = () => true;
  await measureLoad({ ...load, isRight, seconds: 1 });
  return measureLoad({ ...load, isRight });
}
