import * as z from 'zod';
import { leaksSchema } from './model-document.ts';
import { UPLOAD_FORMATS } from './upload-format.ts';

export * from './model-document.ts';

const count = z.number().int().min(0);

/** `snapshots/<runId>.json`, written after the snapshot itself: what was taken, and the schema the run follows. */
export const snapshotManifestSchema = z.object({
  runId: z.string(),
  sourceKey: z.string(),
  contentSha256: z.string(),
  bytes: count,
  /** Of the snapshot, whose key ends with it. */
  format: z.enum(UPLOAD_FORMATS).default('csv'),
  receivedAt: z.string(),
  /** The schema document as it stood when the file arrived; later stages use this copy. */
  schema: z.unknown(),
});
export type SnapshotManifest = z.infer<typeof snapshotManifestSchema>;

const columnQualitySchema = z.object({
  name: z.string(),
  type: z.enum(['numeric', 'category']),
  missing: count,
  /** Cells that were no number, or out of range, and were made missing. */
  invalid: count,
  /** Cells whose value the schema does not list; kept, and unseen to the model. */
  unexpected: count,
});

/** `clean/<runId>/quality.json`. rowsRead = rowsKept + rowsRejected + duplicatesDropped. */
export const qualityReportSchema = z.object({
  runId: z.string(),
  delimiter: z.string(),
  /** How the file's bytes were read as text. */
  encoding: z.enum(['utf-8', 'windows-1252']).optional(),
  rowsRead: count,
  rowsKept: count,
  /** Rows in rejected.csv. */
  rowsRejected: count,
  /** Rows equal to an earlier row of the same customer. */
  duplicatesDropped: count,
  labelled: count,
  left: count,
  /** Reason → rows rejected for it. */
  rejectedByReason: z.record(z.string(), count),
  columns: z.array(columnQualitySchema),
  /** Header names that the schema does not know; they are left out. */
  ignoredColumns: z.array(z.string()),
  /** Found on an even sample of the labelled rows. The model leaves them out. */
  leakingColumns: leaksSchema.optional(),
});
export type QualityReport = z.infer<typeof qualityReportSchema>;
export type ColumnQuality = z.infer<typeof columnQualitySchema>;

/** `features/<runId>/profile.json`: what customer_features.csv holds. */
export const featureProfileSchema = z.object({
  runId: z.string(),
  rows: count,
  labelled: count,
  left: count,
  /** The header of customer_features.csv. */
  header: z.array(z.string()),
  /** The files that it was cut into, in order; see featuresPartKey. */
  parts: z.array(z.object({ rows: count })).min(1),
  numeric: z.array(
    z.object({
      name: z.string(),
      missing: count,
      /** Over the values present; null where there are none. */
      min: z.number().nullable(),
      max: z.number().nullable(),
      mean: z.number().nullable(),
      /** [bin, count] of the values present, by logBinOf with HISTOGRAM_BINS_AN_OCTAVE; by it runs are compared. */
      histogram: z.array(z.tuple([z.number().int(), count])).optional(),
    }),
  ),
  category: z.array(
    z.object({ name: z.string(), missing: count, counts: z.record(z.string(), count), otherValues: count }),
  ),
});
export type FeatureProfile = z.infer<typeof featureProfileSchema>;

/**
 * `models/champion.json`: the standing decision. `runId` is the run it was taken on, whose customers are scored next;
 * it only moves forward in time. `modelVersion` may be of an older run (a run without labels trains no model).
 */
export const championSchema = z.object({
  modelVersion: z.string(),
  runId: z.string(),
  decidedAt: z.string(),
  /** The run of the decision that this one took the place of: if it is not published yet, it never will be. */
  overtook: z.string().optional(),
});
export type Champion = z.infer<typeof championSchema>;

/** The graph's single output: shape [rows, 1], float32. Its inputs are the schema's columns, each of shape [rows, 1]. */
export const ONNX_OUTPUT = 'churn_probability';
