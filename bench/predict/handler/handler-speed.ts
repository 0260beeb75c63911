import { type Spread, spreadOf } from '../percentiles.ts';
import { type MeasuredFunction, runHandler } from './handler-runs.ts';

/** How fast a warm handler answers: from the event to its answer, both as objects. */
export interface HandlerSpeed {
  readonly one: Spread;
  readonly thousand: Spread;
}

export interface HandlerBodies {
  /** Single customers, as JSON. */
  readonly ones: readonly string[];
  /** A thousand of them, as JSON. */
  readonly thousand: string;
}

const ONE = { warmUp: 2000, calls: 5000 };
const THOUSAND = { warmUp: 30, calls: 200 };

/**
 * Measures the model of a bucket in a process of its own.
 * @param mostMs To warm up for calls of one kind, and then to count them. @throws as `runHandler`
 */
export async function measureHandler(
  measured: MeasuredFunction,
  bucket: string,
  { ones, thousand }: HandlerBodies,
  mostMs: number,
): Promise<HandlerSpeed> {
  const { oneMs, thousandMs } = await runHandler(measured, bucket, {
    first: ones[0] ?? '',
    one: { ...ONE, mostMs, bodies: [...ones] },
    thousand: { ...THOUSAND, mostMs, bodies: [thousand] },
  });
  return { one: spreadOf(oneMs), thousand: spreadOf(thousandMs) };
}
