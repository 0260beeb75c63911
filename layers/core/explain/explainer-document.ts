import { z } from 'zod';

const column = z.number().int().min(0);

/** A number for each category, and one for every other value. */
const categoryNumbers = {
  column,
  values: z.array(z.string()),
  numbers: z.array(z.number()),
  unseen: z.number(),
};

/** What a column adds to the log-odds, less its mean over the background. */
const columnPart = z.discriminatedUnion('kind', [
  /** offset + weight × value, the value held within [lower, upper]. */
  z.object({
    kind: z.literal('linear'),
    column,
    lower: z.number(),
    upper: z.number(),
    weight: z.number(),
    offset: z.number(),
    missing: z.number(),
  }),
  /** levels[i] for the first i with value ≤ thresholds[i], which rise; the last level above all of them. */
  z.object({
    kind: z.literal('steps'),
    column,
    thresholds: z.array(z.number()),
    levels: z.array(z.number()).min(1),
    missing: z.number(),
  }),
  z.object({ kind: z.literal('category'), ...categoryNumbers }),
]);
export type ColumnPart = z.infer<typeof columnPart>;

/** A column as the trees see it; see TreeFeature. */
const treeColumn = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('numeric'), column, imputedWith: z.number() }),
  z.object({ kind: z.literal('category'), ...categoryNumbers }),
]);
export type TreeColumn = z.infer<typeof treeColumn>;

/** Names of the feature table's columns, derived ones among them: contributions have this order. */
const columns = z.array(z.string()).min(1);

const additiveDocument = z.object({
  kind: z.literal('additive'),
  columns,
  /** Log-odds: the mean over the background. */
  base: z.number(),
  parts: z.array(columnPart),
});

/** Base64 of little-endian typed arrays; see PackedTrees. */
const packedTrees = z.object({
  count: z.number().int().min(0),
  /** Uint16 */
  feature: z.string(),
  /** Float32 */
  number: z.string(),
  /** Uint32 */
  leafCover: z.string(),
});
export type PackedTreesDocument = z.infer<typeof packedTrees>;

const treesDocument = z.object({
  kind: z.literal('trees'),
  columns,
  /** Boosted trees add to the log-odds, from `start` on; a forest's trees are averaged probabilities. */
  leaves: z.discriminatedUnion('are', [
    z.object({ are: z.literal('log-odds'), start: z.number() }),
    z.object({ are: z.literal('probabilities') }),
  ]),
  features: z.array(treeColumn),
  trees: packedTrees,
});

/** `models/<version>/explainer.json`: all that exact contributions need, as plain data beside the model. */
export const explainerDocumentSchema = z.discriminatedUnion('kind', [additiveDocument, treesDocument]);
export type ExplainerDocument = z.infer<typeof explainerDocumentSchema>;
export type AdditiveDocument = Extract<ExplainerDocument, { kind: 'additive' }>;
export type TreesDocument = Extract<ExplainerDocument, { kind: 'trees' }>;
