import { medianOf } from '../../median.ts';
import { type MeasuredFunction, runHandler } from './handler-runs.ts';
import { type ColdTimes, coldTimesSchema } from './handler-times.ts';

/** From a process that has just begun to its first answer. */
export interface ColdStart {
  readonly runs: number;
  /** Of each part; the total too is a median, and so not their sum. */
  readonly median: ColdTimes;
  readonly fastestTotalMs: number;
}

const NO_CALLS = { bodies: [], warmUp: 0, calls: 0, mostMs: 0 };
const PARTS = coldTimesSchema.keyof().options;

/** Starts as many processes one after the other, each for one customer. @throws as `runHandler` */
export async function measureColdStart(
  measured: MeasuredFunction,
  bucket: string,
  body: string,
  runs: number,
): Promise<ColdStart> {
  const starts: ColdTimes[] = [];
  for (let run = 0; run < runs; run++) {
    const calls = { first: body, one: NO_CALLS, thousand: NO_CALLS };
    starts.push((await runHandler(measured, bucket, calls)).coldStart);
  }
  const medians = PARTS.map((part) => [part, medianOf(starts.map((start) => start[part]))]);
  return {
    runs,
    median: coldTimesSchema.parse(Object.fromEntries(medians)),
    fastestTotalMs: Math.min(...starts.map(({ totalMs }) => totalMs)),
  };
}
