import { createHash } from 'node:crypto';
import type * as z from 'zod';
import {
  championSchema,
  featureProfileSchema,
  modelMetadataSchema,
  qualityReportSchema,
  snapshotManifestSchema,
} from '#core/lake/documents.ts';
import {
  CHAMPION_KEY,
  CLEAN_PREFIX,
  cleanCustomersKey,
  FEATURES_PREFIX,
  featuresPartKey,
  MODELS_PREFIX,
  modelCustomersKey,
  modelExplainerKey,
  modelMetadataKey,
  modelOnnxKey,
  RUNS_PREFIX,
  rejectedKey,
  SCORES_PREFIX,
  SNAPSHOTS_PREFIX,
  snapshotDataKey,
} from '#core/lake/keys.ts';
import { runStatusSchema } from '#core/lake/run-status.ts';
import { scoredPartSchema, scoringWritingSchema } from '#core/lake/scored-part.ts';
import type { createMemoryInsightsWriter } from '../../support/memory-insights-writer.ts';

type Insights = ReturnType<typeof createMemoryInsightsWriter>;
type Objects = ReadonlyMap<string, Uint8Array>;

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');
const rowsOf = onceEach((bytes) => text(bytes).trimEnd().split('\n').length - 1);
const sha256 = onceEach((bytes) => createHash('sha256').update(bytes).digest('hex'));
const parsed = onceEach((bytes): unknown => JSON.parse(text(bytes)));
const scoredPart = onceEach((bytes) => scoredPartSchema.safeParse(parsed(bytes)));

/** Works a thing out once for the same bytes, however often it is asked: a reader looks at them again and again. */
function onceEach<T>(find: (bytes: Uint8Array) => T): (bytes: Uint8Array) => T {
  const known = new WeakMap<Uint8Array, { readonly value: T }>();
  return (bytes) => {
    const found = known.get(bytes) ?? { value: find(bytes) };
    known.set(bytes, found);
    return found.value;
  };
}

/**
 * A reader of the bucket and the database. Each look gives what may never be found there: every half-written thing, and
 * every thing that was whole and changed.
 */
export function createReader(objects: Objects, insights: Insights): () => string[] {
  const seen = new Map<string, Uint8Array>();
  return () => {
    const view = new View(objects);
    const isChanged = [...objects].some(([key, bytes]) => seen.get(key) !== bytes);
    if (isChanged) for (const key of objects.keys()) view.check(key);
    for (const [key, bytes] of objects) {
      const before = seen.get(key);
      if (before !== undefined && isFinal(key) && !Buffer.from(bytes).equals(before)) {
        view.faults.push(`${key} has changed`);
      }
      seen.set(key, bytes);
    }
    return [...view.faults, ...publishedFaults(insights)];
  };
}

/** Whether an object is never written otherwise once it is there. */
function isFinal(key: string): boolean {
  return (
    !key.startsWith(RUNS_PREFIX) &&
    !key.startsWith('raw/') &&
    !EARLIER_PARTS.test(key) &&
    key !== CHAMPION_KEY
  );
}
/** What is there before the stage's last object, and may be written again by its next attempt. */
const EARLIER_PARTS = /\.(csv|onnx|bin|md)$|(explainer|card|writing|part-\d+)\.json$/;

/** The published run has all of its rows, totals and documents; there is no other way than forward. */
function publishedFaults(insights: Insights): string[] {
  const runId = insights.published.at(-1);
  if (runId === undefined) return [];
  const rows = insights.rows.get(runId)?.size ?? 0;
  const total = insights.insights.get(runId)?.total;
  const documents = ['survival', 'outlook'].filter((name) => !insights.documents.has(`${runId} ${name}`));
  const isForward = insights.published.every((id, index, all) => index === 0 || id > all[index - 1]!);
  return [
    ...(rows > 0 && total?.customers === rows ? [] : [`${runId} is published with ${rows} rows`]),
    ...documents.map((name) => `${runId} is published without ${name}`),
    ...(isForward ? [] : [`published went back: ${insights.published.join(', ')}`]),
  ];
}

class View {
  readonly faults: string[] = [];
  readonly #objects: Objects;

  constructor(objects: Objects) {
    this.#objects = objects;
  }

  check(key: string): void {
    if (key.startsWith(RUNS_PREFIX)) this.#read(key, runStatusSchema);
    else if (key.startsWith(SNAPSHOTS_PREFIX) && key.endsWith('.json')) this.#checkSnapshot(key);
    else if (key.startsWith(CLEAN_PREFIX) && key.endsWith('/quality.json')) this.#checkClean(key);
    else if (key.startsWith(FEATURES_PREFIX) && key.endsWith('/profile.json')) this.#checkFeatures(key);
    else if (key.startsWith(MODELS_PREFIX) && key.endsWith('/metadata.json')) this.#checkModel(key);
    else if (key === CHAMPION_KEY) this.#checkChampion(key);
    else if (key.startsWith(SCORES_PREFIX) && key.endsWith('/writing.json'))
      this.#read(key, scoringWritingSchema);
    else if (key.startsWith(SCORES_PREFIX)) this.#checkPart(key);
  }

  #checkSnapshot(key: string): void {
    const manifest = this.#read(key, snapshotManifestSchema);
    if (manifest === undefined) return;
    const data = this.#require(key, snapshotDataKey(manifest.runId, manifest.format));
    const isWhole = data !== undefined && sha256(data) === manifest.contentSha256;
    if (!isWhole) this.faults.push(`${key} does not tell of its snapshot`);
  }

  #checkClean(key: string): void {
    const report = this.#read(key, qualityReportSchema);
    if (report === undefined) return;
    this.#requireRows(key, cleanCustomersKey(report.runId), report.rowsKept);
    this.#requireRows(key, rejectedKey(report.runId), report.rowsRejected);
  }

  #checkFeatures(key: string): void {
    const profile = this.#read(key, featureProfileSchema);
    for (const [index, { rows }] of (profile?.parts ?? []).entries()) {
      this.#requireRows(key, featuresPartKey(profile!.runId, index + 1), rows);
    }
  }

  #checkModel(key: string): void {
    const metadata = this.#read(key, modelMetadataSchema);
    if (metadata === undefined) return;
    const { modelVersion } = metadata;
    const onnx = this.#require(key, modelOnnxKey(modelVersion));
    if (onnx !== undefined && sha256(onnx) !== metadata.onnxSha256) this.faults.push(`${key}: another model`);
    const explainer = this.#require(key, modelExplainerKey(modelVersion));
    if (explainer !== undefined) parsed(explainer);
    this.#require(key, modelCustomersKey(modelVersion));
  }

  #checkPart(key: string): void {
    const { data: scored, error } = scoredPart(this.#objects.get(key)!);
    if (error !== undefined) return void this.faults.push(`${key} cannot be read: ${error.message}`);
    const { runId, part, rows, figures } = scored;
    this.#requireRows(key, featuresPartKey(runId, part), rows);
    if (figures.insights.total.customers !== rows) this.faults.push(`${key} tells of other rows than it has`);
  }

  #checkChampion(key: string): void {
    const champion = this.#read(key, championSchema);
    if (champion !== undefined) this.#require(key, modelMetadataKey(champion.modelVersion));
  }

  #read<T>(key: string, schema: z.ZodType<T>): T | undefined {
    try {
      return schema.parse(parsed(this.#objects.get(key)!));
    } catch (error) {
      this.faults.push(`${key} cannot be read: ${(error as Error).message}`);
      return undefined;
    }
  }

  #require(by: string, key: string): Uint8Array | undefined {
    const bytes = this.#objects.get(key);
    if (bytes === undefined) this.faults.push(`${by} is there without ${key}`);
    return bytes;
  }

  #requireRows(by: string, key: string, rows: number): void {
    const bytes = this.#require(by, key);
    if (bytes !== undefined && rowsOf(bytes) !== rows)
      this.faults.push(`${by} counts other rows than ${key}`);
  }
}
