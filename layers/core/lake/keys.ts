import type { UploadFormat } from './upload-format.ts';

/** Where everything lies in the data bucket. One place, so that a writer and its reader cannot disagree. */
export const RAW_PREFIX = 'raw/';
export const SNAPSHOTS_PREFIX = 'snapshots/';
export const CLEAN_PREFIX = 'clean/';
export const FEATURES_PREFIX = 'features/';
export const MODELS_PREFIX = 'models/';
export const SCORES_PREFIX = 'scores/';
export const RUNS_PREFIX = 'runs/';
/** Files of scored rows on their way into the database. */
export const LOAD_PREFIX = 'load/';
/** Which run a content belongs to; an object here is written once and never changed. */
export const CONTENTS_PREFIX = 'contents/';

export const SCHEMA_KEY = 'config/schema.json';
export const CHAMPION_KEY = 'models/champion.json';

/** The last object each stage writes; its arrival is the event that starts the next stage. */
export const QUALITY_FILE = 'quality.json';
export const PROFILE_FILE = 'profile.json';

const RUN_ID = /^\d{8}T\d{6}Z-[0-9a-f]{8}$/;

/** e.g. `20261122T090010Z-3f9a01bc`: UTC second of arrival and the first 8 hex digits of the content's SHA-256. */
export function formatRunId(arrivedAt: Date, contentSha256: string): string {
  const stamp = arrivedAt
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d+Z$/, 'Z');
  return `${stamp}-${contentSha256.slice(0, 8)}`;
}

export function isRunId(text: string): boolean {
  return RUN_ID.test(text);
}

/** The run that an object under snapshots/, clean/ or features/ belongs to, or undefined for any other key. */
export function runIdOfKey(key: string): string | undefined {
  const candidate = key.split('/')[1]?.slice(0, 25);
  return candidate !== undefined && isRunId(candidate) ? candidate : undefined;
}

export const snapshotDataKey = (runId: string, format: UploadFormat) =>
  `${SNAPSHOTS_PREFIX}${runId}.${format}`;
export const snapshotManifestKey = (runId: string) => `${SNAPSHOTS_PREFIX}${runId}.json`;
export const cleanCustomersKey = (runId: string) => `${CLEAN_PREFIX}${runId}/clean_customers.csv`;
export const rejectedKey = (runId: string) => `${CLEAN_PREFIX}${runId}/rejected.csv`;
export const qualityKey = (runId: string) => `${CLEAN_PREFIX}${runId}/${QUALITY_FILE}`;
/** A part of customer_features.csv, 1 and on; each has the header. The first has the whole table's name. */
export const featuresPartKey = (runId: string, part: number) => {
  const number = part === 1 ? '' : `-${String(part).padStart(4, '0')}`;
  return `${FEATURES_PREFIX}${runId}/customer_features${number}.csv`;
};
export const profileKey = (runId: string) => `${FEATURES_PREFIX}${runId}/${PROFILE_FILE}`;
/** Part and file are numbered from 1. */
export const rowsFileKey = (runId: string, part: number, file: number) =>
  `${LOAD_PREFIX}${runId}/part-${String(part).padStart(4, '0')}-${file}.tsv`;
export const rowsProbeKey = (runId: string) => `${LOAD_PREFIX}${runId}/probe.tsv`;
export const modelOnnxKey = (modelVersion: string) => `${MODELS_PREFIX}${modelVersion}/model.onnx`;
export const modelMetadataKey = (modelVersion: string) => `${MODELS_PREFIX}${modelVersion}/metadata.json`;
export const modelExplainerKey = (modelVersion: string) => `${MODELS_PREFIX}${modelVersion}/explainer.json`;
export const modelCardKey = (modelVersion: string) => `${MODELS_PREFIX}${modelVersion}/card.json`;
export const modelCardTextKey = (modelVersion: string) => `${MODELS_PREFIX}${modelVersion}/card.md`;
export const modelCustomersKey = (modelVersion: string) => `${MODELS_PREFIX}${modelVersion}/trained-on.bin`;
export const scoringWritingKey = (runId: string, modelVersion: string) =>
  `${SCORES_PREFIX}${runId}/${modelVersion}/writing.json`;
/** What was found out over a part of a run, 1 and on. */
export const scoredPartKey = (runId: string, modelVersion: string, part: number) =>
  `${SCORES_PREFIX}${runId}/${modelVersion}/part-${String(part).padStart(4, '0')}.json`;
export const runStatusKey = (runId: string) => `${RUNS_PREFIX}${runId}.json`;
export const contentClaimKey = (contentKey: string) => `${CONTENTS_PREFIX}${contentKey}.json`;
/** A run trains at most one model, named after it. */
export const modelVersionOf = (runId: string) => `m-${runId}`;
