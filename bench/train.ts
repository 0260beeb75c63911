import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFeatureTable } from '#core/features/read-feature-table.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { customerFeatures } from './customer-table.ts';
import { sampleFile } from './data/sample-file.ts';
import { thisMachine } from './machine.ts';
import { openPeers } from './peers/open-peers.ts';
import { type Timed, timedAsync } from './timing.ts';
import { measureFits } from './train/fit-parts.ts';
import { readableTrainReport } from './train/readable-report.ts';
import { measureStage } from './train/stage.ts';
import { type Part, type TrainArguments, trainArguments } from './train/train-arguments.ts';
import type { TrainReport } from './train/train-report.ts';

const PARTS_ON_CUSTOMERS: readonly Part[] = ['lr', 'forest', 'boosting', 'stage'];

/** Measures our fits beside those of scikit-learn and XGBoost on the same rows, and the whole train stage. */
export async function run(args: readonly string[]): Promise<void> {
  const options = trainArguments(args);
  const folder = await mkdtemp(join(tmpdir(), 'churn-bench-'));
  try {
    const report = await measure(options, folder);
    console.log(options.json ? JSON.stringify(report) : readableTrainReport(report));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measure(options: TrainArguments, folder: string): Promise<TrainReport> {
  const machine = thisMachine();
  const { source, seed, runs, threads, memoryMib, parts } = options;
  const features = parts.some((part) => PARTS_ON_CUSTOMERS.includes(part))
    ? await featuresOf(options, folder)
    : undefined;
  const stage = parts.includes('stage')
    ? await measureStage(features!.result, { threads, seed, memoryMib })
    : undefined;
  const { peers, versions, missing } = await openPeers(options.withPeers, threads);
  try {
    const customers = () => readFeatureTable(createReadStream(features!.result), telcoSchema);
    const fits = await measureFits(options, customers, peers, folder);
    return {
      bench: 'train',
      machine,
      source,
      seed,
      runs,
      threads,
      peers: versions,
      ...(missing === undefined ? {} : { missing }),
      ...(features === undefined ? {} : { featuresMs: features.ms }),
      fits,
      ...(stage === undefined ? {} : { stage }),
    };
  } finally {
    await peers?.close();
  }
}

/** customer_features.csv of the file, or of generated customers. */
async function featuresOf({ source, seed }: TrainArguments, folder: string): Promise<Timed<string>> {
  const raw = 'file' in source ? source.file : await sampleFile({ rows: source.rows, seed });
  return timedAsync(() => customerFeatures(createReadStream(raw), telcoSchema, folder));
}
