import { meanOf } from '../evaluation/interval.ts';
import type { TrainingCrew } from './training-crew.ts';
import type { FoldPredictions, TrainingData, ValidatedFold, ValidationJob } from './training-job.ts';

/** What a candidate predicted for the rows that its fits did not see. */
export interface OutOfFold {
  readonly folds: readonly FoldPredictions[];
  /** Mean time of one fit. */
  readonly fitDurationMs: number;
}

export interface ValidatedCandidate extends OutOfFold {
  /** By column of the schema, the mean fall in ROC-AUC when it is shuffled, over the folds of the first repeat. */
  readonly importance: readonly number[];
}

/** Fits every candidate on every fold; the answer is in the order of the candidates. */
export async function crossValidate(
  { candidates, folds }: Pick<TrainingData, 'candidates' | 'folds'>,
  crew: TrainingCrew,
  onDone: (job: ValidationJob) => void,
): Promise<ValidatedCandidate[]> {
  const validate = async (candidate: number, fold: number) => {
    const validated = await crew.validateFold({ candidate, fold });
    onDone({ candidate, fold });
    return validated;
  };
  // The last candidates are the slowest to fit: begun first, they leave no thread waiting for them at the end.
  const begun = [...candidates.keys()]
    .reverse()
    .map((candidate) => Promise.all(folds.map((_, fold) => validate(candidate, fold))));
  const validated = await Promise.all(begun);
  return validated.reverse().map((parts) => ({
    folds: parts,
    fitDurationMs: meanOf(parts.map(({ fitDurationMs }) => fitDurationMs)),
    importance: meanImportance(parts),
  }));
}

function meanImportance(folds: readonly ValidatedFold[]): number[] {
  const measured = folds.flatMap(({ importance }) => (importance === undefined ? [] : [importance]));
  return measured[0]!.map((_, column) => meanOf(measured.map((drops) => drops[column]!)));
}
