import type { Model } from '#core/api/contract.ts';
import { formatName } from '../../format/numbers.ts';

/** The reason for the choice, with the candidates' names as the table has them. */
export function choiceWords({ chosen, candidates }: Pick<Model, 'chosen' | 'candidates'>): string {
  const names = candidates.map(({ name }) => name).toSorted((a, b) => b.length - a.length);
  return names.reduce((reason, name) => reason.replaceAll(name, () => formatName(name)), chosen.reason);
}
