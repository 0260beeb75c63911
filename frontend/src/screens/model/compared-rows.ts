import type { Model } from '#core/api/contract.ts';
import { formatName } from '../../format/numbers.ts';

type Candidate = Model['candidates'][number];
type Figures = Pick<
  Candidate,
  'prAuc' | 'logLoss' | 'brier' | 'expectedCalibrationError' | 'topDecileLift' | 'empc'
>;

/** A candidate, or a simpler way of ranking that was not measured in every way. */
export interface ComparedRow extends Partial<Figures> {
  readonly key: string;
  /** For people. */
  readonly name: string;
  readonly kind: 'candidate' | 'chosen' | 'benchmark';
  readonly rocAuc: number;
  readonly interval?: Candidate['rocAuc'];
}

/** The candidates by ROC-AUC, the best first, and then the benchmarks. */
export function comparedRows({
  candidates,
  benchmarks,
}: Pick<Model, 'candidates' | 'benchmarks'>): ComparedRow[] {
  const compared = candidates.toSorted((a, b) => b.rocAuc.mean - a.rocAuc.mean).map(candidateRow);
  if (benchmarks === undefined) return compared;
  const { oneRule, random } = benchmarks;
  return [
    ...compared,
    { ...oneRule, key: 'benchmark one-rule', name: `One rule: ${oneRule.label}`, kind: 'benchmark' },
    { ...random, key: 'benchmark random', name: 'Random order', kind: 'benchmark' },
  ];
}

function candidateRow({ chosen, rocAuc, ...candidate }: Candidate): ComparedRow {
  return {
    ...candidate,
    key: candidate.name,
    name: formatName(candidate.name),
    kind: chosen ? 'chosen' : 'candidate',
    rocAuc: rocAuc.mean,
    interval: rocAuc,
  };
}
