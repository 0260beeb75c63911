import { PRICES, type Price } from './prices.ts';
import type { DeployedApp } from './stack/deployed-app.ts';
import type { MeasuredRun } from './stack/measured-run.ts';

/** One line of the bill. */
export interface CostLine {
  readonly part: string;
  readonly quantity: number;
  readonly unit: string;
  readonly usd: number;
  /** The same for a million customers; the share that every run costs alike is not multiplied. */
  readonly perMillionUsd: number;
}

export interface CostEstimate {
  readonly run: readonly CostLine[];
  readonly runUsd: number;
  readonly perMillionUsd: number;
  /** A month of keeping what the run left; not in the sums. */
  readonly keeping: readonly CostLine[];
}

/** Requests that read, for each one that writes: not counted locally, and of no weight in the sum. */
const READS_A_WRITE = 4;
const DATA_API_REQUEST_BYTES = 32 * 1024;
/** Aurora counts what it writes of its redo log in units of 4 KB. */
const IO_BYTES = 4096;
/** What a database that nobody asks scales down to before it sleeps. */
const IDLE_ACU = 0.5;
const GB = 1e9;

/**
 * What a run would cost on AWS: the seconds measured here stand for Lambda's. The database is woken by a run's
 * first state, is taken at its full capacity while scoring, which is the most it can cost, and idles then until it sleeps.
 */
export function costOf(
  { customers, functions, stages, use }: Pick<MeasuredRun, 'customers' | 'functions' | 'stages' | 'use'>,
  { database, trainingTask }: Pick<DeployedApp, 'database' | 'trainingTask'>,
): CostEstimate {
  const perMillion = 1e6 / customers;
  const line = (part: string, quantity: number, { usd, unit }: Price, factor = perMillion): CostLine => ({
    ...{ part, quantity, unit, usd: quantity * usd, perMillionUsd: quantity * usd * factor },
  });
  const gbSeconds = functions.map(({ billedSeconds, memorySizeMb }) => billedSeconds * (memorySizeMb / 1024));
  const calls = sumOf(functions.map((each) => each.calls));
  const secondsIn = (isMeant: (stage: string) => boolean) =>
    sumOf(stages.filter(({ stage }) => isMeant(stage)).map(({ seconds }) => seconds));
  const scoringSeconds = secondsIn((stage) => stage === 'scoring');
  const secondsBefore = secondsIn((stage) => stage !== 'upload' && stage !== 'scoring');
  const taskHours = use.taskSeconds / 3600;
  const { lake, dataApiBytes, redoBytes, logBytes, tableBytes } = use;
  const run = [
    line('Lambda, computing', sumOf(gbSeconds), PRICES.lambdaGbSecond),
    line('Lambda, calls', calls, PRICES.lambdaRequest, 1),
    line('Fargate, processors', taskHours * trainingTask.vcpus, PRICES.fargateVcpuHour),
    line('Fargate, memory', taskHours * trainingTask.memoryGb, PRICES.fargateGbHour),
    line('Step Functions', transitionsOf(functions), PRICES.stateTransition, 1),
    line('S3, writing', lake.writeRequests, PRICES.s3Write),
    line('S3, reading', READS_A_WRITE * lake.writeRequests, PRICES.s3Read),
    line('Aurora, before scoring', (secondsBefore * IDLE_ACU) / 3600, PRICES.acuHour),
    line('Aurora, scoring', (scoringSeconds * database.maxAcu) / 3600, PRICES.acuHour),
    line('Aurora, until it sleeps', (database.secondsUntilPause * IDLE_ACU) / 3600, PRICES.acuHour, 1),
    line('Aurora, writing', redoBytes / IO_BYTES, PRICES.auroraIo),
    line('Data API', dataApiBytes / DATA_API_REQUEST_BYTES, PRICES.dataApiRequest),
    line('CloudWatch, logs', logBytes / GB, PRICES.logGb),
  ];
  return {
    run,
    runUsd: sumOf(run.map(({ usd }) => usd)),
    perMillionUsd: sumOf(run.map(({ perMillionUsd }) => perMillionUsd)),
    keeping: [
      line('S3', lake.bytes / GB, PRICES.s3GbMonth),
      line('Aurora', tableBytes / GB, PRICES.auroraGbMonth),
    ],
  };
}

/** One for each call of a step, one for the map over the parts, and one for each part's execution. */
function transitionsOf(functions: MeasuredRun['functions']): number {
  const callsOf = (name: string) => functions.find(({ stage }) => stage === name)?.calls ?? 0;
  return callsOf('score-plan') + 1 + 2 * callsOf('score-part') + callsOf('score-publish');
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
