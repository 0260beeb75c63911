import type { AdditiveModel } from '../explainer-document.ts';
import type { ModelContributions } from '../model-contributions.ts';
import { addPart } from './part-values.ts';

/**
 * Of a sum of one function a column the Shapley values are those functions, each less its mean over the background.
 * Source: Štrumbelj and Kononenko, "Explaining prediction models and individual predictions with feature contributions"
 * (2014), for additive models.
 */
export function additiveContributions({ base, parts }: AdditiveModel): ModelContributions {
  const width = parts.length;
  return {
    base,
    largeTreeNodes: 0,
    tableColumns: Uint32Array.from(parts, ({ column }) => column),
    add(table, rows, sums) {
      for (const [first, part] of parts.entries()) addPart(part, table, rows, sums, { width, first });
    },
  };
}
