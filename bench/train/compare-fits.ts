import { rankByScore } from '#core/evaluation/ranking.ts';
import { rocAuc } from '#core/evaluation/roc-auc.ts';
import { type FittedModel, type Learner, predictLogOdds } from '#core/learners/learner.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';
import type { HeldOut } from '../data/held-out.ts';
import { labelsOf } from '../data/made-table.ts';
import type { PeerFit, PythonPeers } from '../peers/python-peers.ts';
import { inTurns, timedAsync } from '../timing.ts';
import type { PeerPlan } from './fit-plans.ts';
import type { FitReport, OurFit } from './fit-report.ts';
import { peerReport, runsOf } from './peer-report.ts';

/** The peers with a table loaded. */
export type FittingPeers = Pick<PythonPeers, 'versions' | 'fit'>;

/** Threads of ours that fit the learner on the training rows. */
export interface OurThreads {
  readonly count: number;
  readonly fit: () => Promise<FittedModel>;
}

/** What is fitted, on what, and how often. */
export interface Comparison {
  readonly tableName: string;
  readonly table: FeatureTable;
  readonly parts: HeldOut;
  readonly ceilingAuc?: number;
  readonly learner: Learner;
  /** One thread, and a team where there is one. */
  readonly ours: readonly OurThreads[];
  readonly peerPlans: readonly PeerPlan[];
  /** Have the same table loaded; undefined measures ours alone. */
  readonly peers: FittingPeers | undefined;
  readonly peerThreads: number;
  readonly runs: number;
}

/** Fits by turns — ours, each peer, ours again — and measures times and ROC-AUC. XGBoost only where it is installed. */
export async function compareFits(comparison: Comparison): Promise<FitReport> {
  const { table, parts, learner, peers, runs } = comparison;
  const peerPlans = comparison.peerPlans.filter(
    ({ library }) => peers !== undefined && (library !== 'xgboost' || peers.versions.xgboost !== null),
  );
  const ourTurns = comparison.ours.map((threads) => ourTurn(threads, comparison));
  const peerTurns = peerPlans.map((peerPlan) => peerTurn(peers!, peerPlan, runs));
  await inTurns<void>(
    [...ourTurns, ...peerTurns].map(({ fit }) => fit),
    runs,
  );
  const ourFits = ourTurns.map(({ report }) => report());
  return {
    table: comparison.tableName,
    trainRows: parts.train.length,
    testRows: parts.test.length,
    columns: table.columns.length,
    ...(comparison.ceilingAuc === undefined ? {} : { ceilingAuc: comparison.ceilingAuc }),
    learner: learner.name,
    parameters: learner.parameters,
    ours: ourFits,
    peers: peerTurns.map(({ report }) => report(ourFits, comparison.peerThreads)),
  };
}

function ourTurn(threads: OurThreads, { table, parts }: Comparison) {
  const times: number[] = [];
  let model: FittedModel | undefined;
  return {
    async fit(): Promise<void> {
      const { result, ms } = await timedAsync(threads.fit);
      times.push(ms);
      model = result;
    },
    report(): OurFit {
      const scores = predictLogOdds(model!, table, parts.test);
      const auc = rocAuc(rankByScore(scores, labelsOf(table, parts.test)));
      return { threads: threads.count, fitMs: runsOf(times), rocAuc: auc };
    },
  };
}

/** Only the last run is scored: the model of every run is the same. */
function peerTurn(peers: FittingPeers, plan: PeerPlan, runs: number) {
  const fits: PeerFit[] = [];
  const { model, encoding, settings } = plan;
  return {
    async fit(): Promise<void> {
      fits.push(await peers.fit({ model, encoding, settings, score: fits.length === runs - 1 }));
    },
    report: (ours: readonly OurFit[], threads: number) => peerReport(plan, fits, threads, ours),
  };
}
