import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { ChurnError } from '#core/errors.ts';
import { derivedFeatures } from '#core/features/derived-features.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { medianOf } from '../../median.ts';
import { findPandas, PANDAS_INSTALL_HINT } from '../../peers/find-pandas.ts';
import { inTurns } from '../../timing.ts';
import { jsonFrom } from '../json-process.ts';
import { type BatchRun, batchRunSchema } from './batch-run.ts';
import { differences, type TableDigest, tableDigest } from './table-digest.ts';

const pandasRunSchema = batchRunSchema.extend({
  versions: z.object({ python: z.string(), pandas: z.string(), numpy: z.string() }),
});
type PandasRun = z.infer<typeof pandasRunSchema>;
export type PandasVersions = PandasRun['versions'];

/** One contestant's runs. */
export interface BatchRuns {
  readonly medianMs: number;
  /** The most of all runs. */
  readonly peakRssMb: number;
  readonly runsMs: readonly number[];
}

/** Cleaning and building features from file to file, ours and pandas' by turns. */
export interface BatchReport {
  readonly ours: BatchRuns;
  /** null where there is none; `missing` then says why, unless none was wanted. */
  readonly pandas: (BatchRuns & { readonly versions: PandasVersions }) | null;
  /** pandas' median over ours; null without pandas. */
  readonly ratio: number | null;
  readonly missing?: string;
  /** What both wrote. */
  readonly result: TableDigest;
}

export interface BatchOptions {
  readonly file: string;
  /** For the results; one folder a contestant. */
  readonly folder: string;
  readonly runs: number;
  readonly withPeers: boolean;
  readonly signal: AbortSignal;
  /** Looks for a Python with pandas. */
  readonly find?: () => string | undefined;
}

/**
 * Measures both, each run in a process of its own, and compares what they wrote.
 * @throws ChurnError `RESULTS_DIFFER` naming the figures; `PROCESS_FAILED`
 */
export async function measureBatch(options: BatchOptions): Promise<BatchReport> {
  const { withPeers, find = findPandas, folder, runs } = options;
  const python = withPeers ? find() : undefined;
  const [ourFolder, theirFolder] = [join(folder, 'ours'), join(folder, 'pandas')];
  const theirs = python === undefined ? [] : [await pandasContestant(python, theirFolder, options)];
  const [ours = [], pandas] = await inTurns<BatchRun>([ourContestant(ourFolder, options), ...theirs], runs);
  const result = await tableDigest(ourFolder, telcoSchema);
  if (pandas !== undefined) requireEqual(result, await tableDigest(theirFolder, telcoSchema));
  const [versions] = (pandas ?? []).map((run) => pandasRunSchema.parse(run).versions);
  const our = runsOf(ours);
  const their = pandas === undefined || versions === undefined ? null : { ...runsOf(pandas), versions };
  return {
    ours: our,
    pandas: their,
    ratio: their === null ? null : their.medianMs / our.medianMs,
    ...(withPeers && python === undefined
      ? { missing: `No pandas: no python3 with pandas was found (${PANDAS_INSTALL_HINT}).` }
      : {}),
    result,
  };
}

/** @throws ChurnError `RESULTS_DIFFER` */
export function requireEqual(ours: TableDigest, theirs: TableDigest): void {
  const different = differences(ours, theirs);
  if (different.length === 0) return;
  const figures = different.map((figure) => `${figure}: ours ${ours[figure]}, theirs ${theirs[figure]}`);
  throw new ChurnError('RESULTS_DIFFER', `Ours and pandas' results differ. ${figures.join('; ')}`);
}

function ourContestant(folder: string, { file, signal }: BatchOptions): () => Promise<BatchRun> {
  const command = join(import.meta.dirname, 'clean-and-build-process.ts');
  return async () => {
    await emptied(folder);
    return jsonFrom(process.execPath, [command, file, folder], batchRunSchema, signal);
  };
}

async function pandasContestant(
  python: string,
  folder: string,
  { file, signal, folder: parent }: BatchOptions,
): Promise<() => Promise<PandasRun>> {
  const script = join(import.meta.dirname, '../../peers/pandas_pipeline.py');
  const schema = join(parent, 'schema.json');
  await writeFile(schema, JSON.stringify({ ...telcoSchema, derived: derivedFeatures(telcoSchema) }));
  return async () => {
    await emptied(folder);
    return jsonFrom(python, [script, file, schema, folder], pandasRunSchema, signal);
  };
}

async function emptied(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
}

function runsOf(runs: readonly BatchRun[]): BatchRuns {
  const runsMs = runs.map(({ ms }) => ms);
  return {
    medianMs: medianOf(runsMs),
    peakRssMb: Math.max(...runs.map((run) => run.peakRssMb)),
    runsMs,
  };
}
