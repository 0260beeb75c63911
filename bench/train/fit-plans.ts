import type { CandidateSettings } from '#core/schema/candidate-settings.ts';
import type { PeerFitRequest } from '../peers/python-peers.ts';

/** A fit of ours and those of others that are measured beside it. */
export interface FitPlan {
  /** @param trainRows How many rows it will be fitted on. */
  readonly settings: (trainRows: number) => FitSettings;
  readonly peers: readonly PeerPlan[];
}

/** Those of a candidate, and what only a benchmark turns off. */
export type FitSettings = CandidateSettings & { readonly earlyStopping?: boolean };

export interface PeerPlan extends Omit<PeerFitRequest, 'score'> {
  readonly library: 'scikit-learn' | 'xgboost';
}

const ROUNDS = 150;
const DEPTH = 3;
const LEARNING_RATE = 0.1;
const TREES = 100;
const MIN_LEAF_ROWS = 20;
const L2 = 1;

/** C = 1 on both sides; the peer has its columns one-hot and standardised, sparse, which is its faster way. */
export const logisticPlan: FitPlan = {
  settings: () => ({ algorithm: 'logistic-regression', inverseStrength: 1 }),
  peers: [
    {
      library: 'scikit-learn',
      model: 'LogisticRegression',
      encoding: 'one-hot',
      settings: { C: 1, solver: 'lbfgs', max_iter: 1000 },
    },
  ],
};

/** A hundred trees on bootstrap samples of all rows, √columns a split. */
export function forestPlan(threads: number): FitPlan {
  return {
    settings: (trainRows) => ({
      algorithm: 'random-forest',
      trees: TREES,
      minLeafRows: MIN_LEAF_ROWS,
      maxRowsPerTree: trainRows,
    }),
    peers: [
      {
        library: 'scikit-learn',
        model: 'RandomForestClassifier',
        encoding: 'ordinal',
        settings: {
          n_estimators: TREES,
          min_samples_leaf: MIN_LEAF_ROWS,
          max_features: 'sqrt',
          random_state: 1,
          n_jobs: threads,
        },
      },
    ],
  };
}

/** 150 rounds of depth 3 on all rows and columns, never stopped early. */
export function boostingPlan(threads: number): FitPlan {
  return {
    settings: () => ({
      algorithm: 'gradient-boosting',
      depth: DEPTH,
      rounds: ROUNDS,
      learningRate: LEARNING_RATE,
      minLeafRows: MIN_LEAF_ROWS,
      l2: L2,
      subsample: 1,
      columnSample: 1,
      earlyStopping: false,
    }),
    peers: [histogramBoosting('ordinal'), xgboostHist(threads)],
  };
}

/** As boostingPlan, the peer also with categories as their share of leavers: what thousands of them call for. */
export function manyCategoriesPlan(threads: number): FitPlan {
  const { settings, peers } = boostingPlan(threads);
  return { settings, peers: [...peers, histogramBoosting('target-mean')] };
}

function histogramBoosting(encoding: PeerPlan['encoding']): PeerPlan {
  return {
    library: 'scikit-learn',
    model: 'HistGradientBoostingClassifier',
    encoding,
    settings: {
      max_iter: ROUNDS,
      max_depth: DEPTH,
      max_leaf_nodes: 2 ** DEPTH,
      learning_rate: LEARNING_RATE,
      min_samples_leaf: MIN_LEAF_ROWS,
      l2_regularization: L2,
      early_stopping: false,
      random_state: 1,
    },
  };
}

/** Its fewest of a leaf are counted as p × (1 − p), a quarter at p = ½. */
function xgboostHist(threads: number): PeerPlan {
  return {
    library: 'xgboost',
    model: 'XGBClassifier',
    encoding: 'ordinal',
    settings: {
      tree_method: 'hist',
      n_estimators: ROUNDS,
      max_depth: DEPTH,
      learning_rate: LEARNING_RATE,
      min_child_weight: MIN_LEAF_ROWS / 4,
      reg_lambda: L2,
      max_bin: 255,
      n_jobs: threads,
      random_state: 1,
    },
  };
}
