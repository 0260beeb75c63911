import { aucLead, crossValidatedAuc, type FoldPlacements } from '../evaluation/cross-validated-auc.ts';
import { placementsOf } from '../evaluation/delong.ts';
import type { Promotion } from '../lake/documents.ts';
import type { OutOfFoldPart } from './train-champion.ts';

/** The standing model and what it says of the new table's customers. */
export interface StandingModel {
  readonly modelVersion: string;
  /** By row of the table, in any scale that ranks; read only where `isNew` says so. */
  readonly scores: ArrayLike<number>;
  /** Whether the model was not fitted on the customer of a row. */
  readonly isNew: (row: number) => boolean;
}

/** With fewer leavers or stayers than this in a part, nothing can be said of it. */
const MIN_ROWS_OF_A_CLASS = 20;

/**
 * A new model becomes the champion unless its ROC-AUC is below the standing model's by more than one standard error, on
 * the same customers, none of whom either was fitted on. Where there are too few of these it becomes the champion: it
 * knows more of today's customers.
 */
export function decidePromotion(outOfFold: readonly OutOfFoldPart[], standing: StandingModel): Promotion {
  const against = standing.modelVersion;
  const parts = outOfFold.map((part) => comparable(part, standing)).filter(isEnough);
  const comparedRows = parts.reduce((sum, { labels }) => sum + labels.length, 0);
  if (parts.length === 0) {
    const reason = `Too few customers are new to the standing model ${against} to compare it with the new one.`;
    return { decision: 'champion', reason, against };
  }
  const [own, theirs] = [placements(parts, 'own'), placements(parts, 'standing')];
  const { lead, standardError } = aucLead(own, theirs);
  const [rocAuc, againstRocAuc] = [crossValidatedAuc(own), crossValidatedAuc(theirs)];
  const facts = `On ${comparedRows} customers new to both its ROC-AUC is ${rocAuc.toFixed(4)}, that of the standing model ${against} ${againstRocAuc.toFixed(4)}`;
  const isWorse = lead < -standardError;
  return {
    decision: isWorse ? 'challenger' : 'champion',
    reason: `${facts}: it ${isWorse ? 'falls short by more than one standard error' : 'is not worse'}.`,
    against,
    comparedRows,
    rocAuc,
    againstRocAuc,
    lead,
    standardError,
  };
}

interface ComparablePart {
  readonly labels: Uint8Array;
  readonly own: Float64Array;
  readonly standing: Float64Array;
}

function comparable({ rows, labels, logOdds }: OutOfFoldPart, standing: StandingModel): ComparablePart {
  const places = [...rows.keys()].filter((place) => standing.isNew(rows[place]!));
  return {
    labels: Uint8Array.from(places, (place) => labels[place]!),
    own: Float64Array.from(places, (place) => logOdds[place]!),
    standing: Float64Array.from(places, (place) => standing.scores[rows[place]!]!),
  };
}

function isEnough({ labels }: ComparablePart): boolean {
  const left = labels.reduce((sum, label) => sum + label, 0);
  return Math.min(left, labels.length - left) >= MIN_ROWS_OF_A_CLASS;
}

function placements(parts: readonly ComparablePart[], whose: 'own' | 'standing'): FoldPlacements[] {
  return parts.map((part) => ({ repeat: 0, ...placementsOf(part[whose], part.labels) }));
}
