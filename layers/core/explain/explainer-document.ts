import * as z from 'zod';
import { calibrationSchema } from '../lake/documents.ts';

const position = z.number().int().min(0);

/** A number for each category, and one for every other value. */
const categoryNumbers = {
  column: position,
  values: z.array(z.string()),
  numbers: z.array(z.number()),
  unseen: z.number(),
};

/** What a column of the feature table adds to the log-odds, less its mean over the background. */
const columnPart = z.discriminatedUnion('kind', [
  /** offset + weight × value, the value held within [lower, upper]. */
  z.object({
    kind: z.literal('linear'),
    column: position,
    lower: z.number(),
    upper: z.number(),
    weight: z.number(),
    offset: z.number(),
    missing: z.number(),
  }),
  /** levels[i] for the first i with value ≤ thresholds[i], which rise; the last level above all of them. */
  z.object({
    kind: z.literal('steps'),
    column: position,
    thresholds: z.array(z.number()),
    levels: z.array(z.number()).min(1),
    missing: z.number(),
  }),
  z.object({ kind: z.literal('category'), ...categoryNumbers }),
]);
export type ColumnPart = z.infer<typeof columnPart>;

const additiveModel = z.object({
  kind: z.literal('additive'),
  /** Log-odds: the mean over the background. */
  base: z.number(),
  parts: z.array(columnPart),
});
export type AdditiveModel = z.infer<typeof additiveModel>;

/** A column as the trees see it; see TreeFeature. */
const treeColumn = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('numeric'), column: position, imputedWith: z.number() }),
  z.object({ kind: z.literal('category'), ...categoryNumbers }),
]);
export type TreeColumn = z.infer<typeof treeColumn>;

/**
 * Trees one after another, each in preorder: a node, then all of its lower side (feature ≤ threshold), then its upper
 * side. So the order says what lies below what, and nothing else has to.
 */
const packedTrees = z.object({
  count: position,
  /** Of each entry: the position of a node's feature, or −1 for a leaf. */
  feature: z.array(z.number().int().min(-1)),
  /** Of each entry: the threshold of a node, the value of a leaf; float32. */
  number: z.array(z.number()),
  /** Background rows that reach each leaf, in the order of the leaves. */
  leafCover: z.array(position),
});
export type PackedTrees = z.infer<typeof packedTrees>;

const treesModel = z.object({
  kind: z.literal('trees'),
  /** Boosted trees add to the log-odds, from `start` on; a forest's trees are averaged probabilities. */
  leaves: z.discriminatedUnion('are', [
    z.object({ are: z.literal('log-odds'), start: z.number() }),
    z.object({ are: z.literal('probabilities') }),
  ]),
  features: z.array(treeColumn),
  trees: packedTrees,
});
export type TreesModel = z.infer<typeof treesModel>;

/** Another value that the company could bring a customer to. */
const alternative = z.object({
  /** One of the schema's actionable columns. */
  column: z.string(),
  value: z.union([z.string(), z.number()]),
  /** Values of other columns that no customer had together with this one, though many would by chance. */
  neverWith: z.array(z.object({ column: z.string(), values: z.array(z.string()) })),
});
export type Alternative = z.infer<typeof alternative>;

export const EXPLAINER_VERSION = 1;

/** `models/<version>/explainer.json`: all that exact contributions need, as plain data beside the model. */
export const explainerDocumentSchema = z.object({
  schemaVersion: z.literal(EXPLAINER_VERSION),
  modelVersion: z.string(),
  /** The training rows that the model's answers are compared with: how many were taken. */
  backgroundRows: z.number().int().min(1),
  /**
   * The feature table's columns in order, each with the schema's columns that a person would name in its place: their
   * positions, and the share that each takes of what the column contributes.
   */
  columns: z.array(
    z.object({ name: z.string(), named: z.array(z.object({ column: position, share: z.number() })) }),
  ),
  calibration: calibrationSchema,
  model: z.discriminatedUnion('kind', [additiveModel, treesModel]),
  alternatives: z.array(alternative),
});
export type ExplainerDocument = z.infer<typeof explainerDocumentSchema>;
