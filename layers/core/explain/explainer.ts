import type { FeatureTable } from '../table/feature-table.ts';
import { additiveContributions } from './additive/additive-contributions.ts';
import type { ExplainerDocument } from './explainer-document.ts';
import { logOddsScale } from './log-odds-scale.ts';
import type { ModelContributions } from './model-contributions.ts';
import { NamedParts } from './named-parts.ts';
import { treeContributions } from './trees/tree-contributions.ts';

/** What moved the answers for some customers, by column of the schema. */
export interface Explanations {
  readonly rowCount: number;
  /** Columns of the schema, in its order. */
  readonly columnCount: number;
  /** Calibrated log-odds of each row: the base's and Σ of the row's contributions. */
  readonly logOdds: Float64Array;
  /** contributions[row × columnCount + column], in calibrated log-odds. */
  readonly contributions: Float64Array;
  /** What a row's contributions are multiplied by to be points of probability, 1 being certain; see logOddsScale. */
  readonly probabilityFactors: Float64Array;
}

/** Says which columns moved a model's answers, exactly: see explainer-document.ts for what it is made from. */
export interface Explainer {
  readonly document: ExplainerDocument;
  /** The answer that contributions add to: the model's mean over the background, calibrated. */
  readonly base: { readonly logOdds: number; readonly probability: number };
  /** Nodes of large trees that a row is explained by: what it costs. */
  readonly largeTreeNodes: number;
  /**
   * The contributions of each of the rows, in their order.
   * @throws ChurnError `TABLE_MISMATCH`
   */
  explain(table: FeatureTable, rows: Uint32Array): Explanations;
}

/** Prepares an explainer. @throws DataError `EXPLAINER_INVALID` */
export function createExplainer(document: ExplainerDocument): Explainer {
  const { model, calibration, columns } = document;
  const own: ModelContributions =
    model.kind === 'additive' ? additiveContributions(model) : treeContributions(model);
  const unit = model.kind === 'trees' ? model.leaves.are : 'log-odds';
  const scale = logOddsScale(own.base, unit, calibration);
  const parts = new NamedParts(own.tableColumns, columns);
  return {
    document,
    base: scale.base,
    largeTreeNodes: own.largeTreeNodes,
    explain(table, rows) {
      const width = own.tableColumns.length;
      const sums = new Float64Array(rows.length * width);
      own.add(table, rows, sums);
      const logOdds = new Float64Array(rows.length);
      const contributions = new Float64Array(rows.length * parts.columnCount);
      const probabilityFactors = new Float64Array(rows.length);
      for (let row = 0; row < rows.length; row++) {
        let value = own.base;
        for (let at = row * width; at < (row + 1) * width; at++) value += sums[at]!;
        logOdds[row] = scale.logOddsOf(value);
        probabilityFactors[row] = scale.probabilityFactorTo(logOdds[row]!);
        parts.add(sums, row * width, scale.factorTo(value), contributions, row * parts.columnCount);
      }
      return {
        rowCount: rows.length,
        columnCount: parts.columnCount,
        logOdds,
        contributions,
        probabilityFactors,
      };
    },
  };
}
