import type { Model } from '#core/api/contract.ts';

/** How the figures were measured, in a few words; `split` is absent with older models, whose split was random. */
export function validationWords({ split, folds, repeats }: Model['validation']): string {
  if (split === 'latest') return 'The latest fifth of the customers by date, held out';
  if (folds === 1) return 'A random fifth of the customers, held out';
  const times = repeats === 1 ? '' : `, dealt out anew ${repeats} times`;
  return `${folds} folds in turn${times}`;
}

const CALIBRATIONS: Readonly<Record<Model['calibration'], string>> = {
  none: 'As the model gives them',
  platt: 'Adjusted by a straight line (Platt)',
  isotonic: 'Adjusted by a rising curve (isotonic)',
};

/** How the model's scores become probabilities. */
export const calibrationWords = (method: Model['calibration']): string => CALIBRATIONS[method];

const FITTED: Readonly<Record<string, string>> = { inverseStrength: 'C (inverse penalty)', trees: 'Trees' };

/** What the last fit found out by itself: `trees 143`; undefined where nothing is known. */
export function fittedWords(fitted: Model['chosen']['fitted']): string | undefined {
  const figures = Object.entries(fitted ?? {}).map(
    ([name, value]) => `${FITTED[name] ?? name} ${Number(value.toPrecision(3))}`,
  );
  return figures.length === 0 ? undefined : figures.join(', ');
}
