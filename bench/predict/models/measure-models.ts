import { createReadStream } from 'node:fs';
import { createExplainer } from '#core/explain/explainer.ts';
import { explainerDocumentSchema } from '#core/explain/explainer-document.ts';
import { modelExplainerKey } from '#core/lake/keys.ts';
import type { CandidateSettings } from '#core/schema/candidate-settings.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import { createLearner } from '#core/training/create-learner.ts';
import { customerTable } from '../../customer-table.ts';
import { medianOf } from '../../median.ts';
import { timed } from '../../timing.ts';
import type { MeasuredFunction } from '../handler/handler-runs.ts';
import { type HandlerBodies, measureHandler } from '../handler/handler-speed.ts';
import type { ModelSpeed } from '../predict-report.ts';
import type { ModelBuckets } from './model-buckets.ts';
import { learnedFiles, type ModelFiles } from './model-files.ts';

/** Enough for the processor's caches and the compiler to settle. */
const EXPLAIN_RUNS = 9;
/** A handler's p50 and p99 do not change with more. */
const MOST_SECONDS = 10;
const MANY_ROWS = 1000;

export interface ModelsOptions {
  readonly measured: MeasuredFunction;
  readonly buckets: ModelBuckets;
  /** With the bucket that it is in. */
  readonly champion: ModelFiles & { readonly bucket: string };
  readonly bodies: HandlerBodies;
  readonly sampleFile: string;
  /** Of the large forest. */
  readonly trees: number;
  readonly withLearners: boolean;
  /** For each row of calls to a handler. */
  readonly seconds: number;
  readonly say: (line: string) => void;
}

/** The handler with the champion, and with the model of each learner fitted on the sample. */
export async function measureModels(options: ModelsOptions): Promise<ModelSpeed[]> {
  const { champion, buckets, say } = options;
  const table = await customerTable(createReadStream(options.sampleFile), telcoSchema);
  const learners: readonly CandidateSettings[] = [
    { algorithm: 'logistic-regression' },
    { algorithm: 'gradient-boosting', depth: 1 },
    { algorithm: 'gradient-boosting', depth: 3 },
    { algorithm: 'random-forest', trees: options.trees },
  ];
  const speeds = [await speedOf(champion, champion.bucket, table, options)];
  for (const each of options.withLearners ? learners : []) {
    const files = learnedFiles(createLearner(each, telcoSchema), table, telcoSchema, champion);
    say(`the handler with ${files.name}`);
    speeds.push(await speedOf(files, await buckets.add(files), table, options));
  }
  return speeds;
}

async function speedOf(
  files: ModelFiles,
  bucket: string,
  table: FeatureTable,
  { measured, bodies, seconds }: ModelsOptions,
): Promise<ModelSpeed> {
  const speed = await measureHandler(measured, bucket, bodies, 1000 * Math.min(seconds, MOST_SECONDS));
  return { model: files.name, trees: files.trees, ...speed, reasonsMs: reasonsOf(files, table) };
}

/** Medians of explaining the table's first customer, and its first thousand (or all, where they are fewer). */
function reasonsOf({ champion, objects }: ModelFiles, table: FeatureTable): ModelSpeed['reasonsMs'] {
  const text = Buffer.from(objects.get(modelExplainerKey(champion.modelVersion)) ?? []).toString('utf8');
  const explainer = createExplainer(explainerDocumentSchema.parse(JSON.parse(text)));
  const medianMs = (rowCount: number) => {
    const rows = Uint32Array.from({ length: Math.min(rowCount, table.rowCount) }, (_, row) => row);
    const explain = () => timed(() => explainer.explain(table, rows)).ms;
    return medianOf(Array.from({ length: EXPLAIN_RUNS }, explain));
  };
  return { thousand: medianMs(MANY_ROWS), one: medianMs(1) };
}
