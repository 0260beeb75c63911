import type { CampaignTerms } from '../evaluation/campaign-terms.ts';
import type { FittedModel } from '../learners/learner.ts';
import { candidateNameOf } from '../schema/candidate-settings.ts';
import { chooseCandidate } from './choose-candidate.ts';
import { createLearner } from './create-learner.ts';
import { crossValidate, type ValidatedCandidate } from './cross-validation.ts';
import { type EvaluatedCandidate, evaluateCandidate } from './evaluate-candidate.ts';
import type { TrainingCrew } from './training-crew.ts';
import type { TrainingData } from './training-job.ts';

/** Told what was done, in a sentence for people, and where it is known how many of the fits are. */
export type TrainingProgress = (
  message: string,
  part?: { readonly done: number; readonly fits: number },
) => void;

/** The candidates as they were measured, and the one that was taken, fitted on all labelled rows. */
export interface ComparedCandidates {
  readonly candidates: readonly EvaluatedCandidate[];
  readonly chosen: EvaluatedCandidate;
  /** One sentence for people. */
  readonly reason: string;
  readonly outOfFold: ValidatedCandidate;
  readonly model: FittedModel;
}

/** Cross-validates the candidates, takes one by chooseCandidate and fits it on all labelled rows. */
export async function compareCandidates(
  data: TrainingData,
  campaign: CampaignTerms,
  crew: TrainingCrew,
  progress: TrainingProgress,
): Promise<ComparedCandidates> {
  const validated = await crossValidateWithProgress(data, crew, progress);
  const candidates = validated.map((outOfFold, index) => {
    const learner = createLearner(data.candidates[index]!, data.schema);
    return { ...evaluateCandidate(learner, outOfFold, campaign), name: learner.name, index };
  });
  const { candidate, reason } = chooseCandidate(candidates);
  progress(reason);
  return {
    candidates,
    chosen: candidate,
    reason,
    outOfFold: validated[candidate.index]!,
    model: await crew.fitOnAllRows(candidate.index),
  };
}

function crossValidateWithProgress(
  data: TrainingData,
  crew: TrainingCrew,
  progress: TrainingProgress,
): Promise<ValidatedCandidate[]> {
  const { candidates, folds, rows } = data;
  const fits = candidates.length * folds.length;
  progress(`Comparing ${candidates.length} candidates by ${fits} fits on ${rows.length} customers.`);
  let done = 0;
  return crossValidate(data, crew, ({ candidate }) => {
    done++;
    const message = `${done} of ${fits} fits done, the last of ${candidateNameOf(candidates[candidate]!)}.`;
    progress(message, { done, fits });
  });
}
