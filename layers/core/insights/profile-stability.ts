import { type CountPair, populationStability } from '../evaluation/stability.ts';
import type { FeatureProfile } from '../lake/documents.ts';

type NumericProfile = FeatureProfile['numeric'][number];
type CategoryProfile = FeatureProfile['category'][number];

/** A numeric column's values are compared in about so many groups that were equally large before. */
const GROUPS = 10;

/**
 * The population stability index of every column that both profiles have with the same type, the most changed first. A
 * numeric of a profile from before histograms were kept is left out.
 */
export function profileStability(
  before: FeatureProfile,
  after: FeatureProfile,
): { readonly name: string; readonly psi: number }[] {
  const numeric = paired(before.numeric, after.numeric).flatMap(([was, is]) => numericPairs(was, is));
  const category = paired(before.category, after.category).map(([was, is]) => categoryPairs(was, is));
  return [...numeric, ...category]
    .map(({ name, pairs }) => ({ name, psi: populationStability(pairs) }))
    .sort((one, other) => other.psi - one.psi);
}

function paired<P extends { readonly name: string }>(before: readonly P[], after: readonly P[]): [P, P][] {
  const byName = new Map(before.map((profile) => [profile.name, profile]));
  return after.flatMap((is): [P, P][] => {
    const was = byName.get(is.name);
    return was === undefined ? [] : [[was, is]];
  });
}

/** Neighbouring bins together until they hold a tenth of what there was before; gaps are a group of their own. */
function numericPairs(was: NumericProfile, is: NumericProfile) {
  if (was.histogram === undefined || is.histogram === undefined) return [];
  const after = new Map(is.histogram);
  const bins = new Map(was.histogram.map(([bin, count]): [number, CountPair] => [bin, [count, 0]]));
  for (const [bin, count] of after) bins.set(bin, [bins.get(bin)?.[0] ?? 0, count]);
  const present = was.histogram.reduce((sum, [, count]) => sum + count, 0);
  const pairs: CountPair[] = [[was.missing, is.missing]];
  let group: CountPair = [0, 0];
  for (const [, pair] of [...bins].sort(([one], [other]) => one - other)) {
    group = [group[0] + pair[0], group[1] + pair[1]];
    if (group[0] < present / GROUPS) continue;
    pairs.push(group);
    group = [0, 0];
  }
  return [{ name: was.name, pairs: [...pairs, group] }];
}

/** By value; where only the commonest values are counted, those that both count, and all others together. */
function categoryPairs(was: CategoryProfile, is: CategoryProfile) {
  const isWhole = was.otherValues === 0 && is.otherValues === 0;
  const names = new Set([...Object.keys(was.counts), ...Object.keys(is.counts)]);
  const pairs: CountPair[] = [[was.missing, is.missing]];
  let others: CountPair = [was.otherValues, is.otherValues];
  for (const name of names) {
    const pair: CountPair = [was.counts[name] ?? 0, is.counts[name] ?? 0];
    if (isWhole || (pair[0] > 0 && pair[1] > 0)) pairs.push(pair);
    else others = [others[0] + pair[0], others[1] + pair[1]];
  }
  return { name: was.name, pairs: [...pairs, others] };
}
