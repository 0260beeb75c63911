import type { Calibration } from '../calibration/calibration.ts';
import type { FittedModel } from '../learners/learner.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { linearModel } from './additive/linear-parts.ts';
import { areStumps, stumpModel } from './additive/stump-parts.ts';
import { alternativesOf } from './alternatives.ts';
import { type Background, sampledBackground } from './background.ts';
import { EXPLAINER_VERSION, type ExplainerDocument } from './explainer-document.ts';
import { namedColumns } from './named-columns.ts';
import { packTrees } from './trees/pack-trees.ts';

/** A fitted model with what stands around it. */
export interface ExplainedModel {
  readonly modelVersion: string;
  readonly model: FittedModel;
  readonly calibration: Calibration;
  readonly schema: SchemaDocument;
}

/**
 * All that is needed to explain a model's answers, as plain data.
 * @param training The rows that the model was fitted on.
 * @throws ChurnError `BACKGROUND_EMPTY`
 */
export function explainerOf(
  { modelVersion, model, calibration, schema }: ExplainedModel,
  training: Background,
): ExplainerDocument {
  const background = sampledBackground(training);
  return {
    schemaVersion: EXPLAINER_VERSION,
    modelVersion,
    backgroundRows: background.rows.length,
    columns: namedColumns(schema),
    calibration,
    model: modelPart(model, background),
    alternatives: alternativesOf(schema, background),
  };
}

function modelPart(model: FittedModel, background: Background): ExplainerDocument['model'] {
  if (model.kind === 'logistic-regression') return linearModel(model, background);
  if (model.kind === 'gradient-boosting' && areStumps(model.trees)) return stumpModel(model, background);
  const { features, trees } = model;
  const flat = 'leafValue' in trees ? trees : { ...trees, leafValue: trees.leafProbability };
  return {
    kind: 'trees',
    leaves:
      model.kind === 'gradient-boosting' ? { are: 'log-odds', start: model.base } : { are: 'probabilities' },
    features: features.map((feature) =>
      feature.kind === 'numeric'
        ? { ...feature }
        : {
            kind: 'category',
            column: feature.column,
            values: [...feature.byValue.keys()],
            numbers: [...feature.byValue.values()],
            unseen: feature.unseen,
          },
    ),
    trees: packTrees(flat, features, background),
  };
}
