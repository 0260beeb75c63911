/** The page is in English, so its numbers are too, whatever the browser's language. */
const LOCALE = 'en-US';

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const percent = new Intl.NumberFormat(LOCALE, {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const wholePercent = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 0 });

/** Stands where there is no number; screen readers get NOT_KNOWN beside it. */
export const DASH = '–';

/** 5174.4 → `5,174`. */
export const formatCount = (count: number): string => whole.format(count);

/** `1 customer`, `2 customers`. */
export const formatCountOf = (count: number, singular: string, plural = `${singular}s`): string =>
  `${formatCount(count)} ${whole.format(count) === '1' ? singular : plural}`;

/** A share in [0, 1] with one decimal: 0.2654 → `26.5%`; DASH for null. */
export const formatRate = (rate: number | null): string => (rate === null ? DASH : percent.format(rate));

/**
 * A probability with one decimal. What is not certain never reads as if it were: 0.9999 → `>99.9%`,
 * 0.0001 → `<0.1%`.
 */
export function formatProbability(probability: number): string {
  if (probability > 0 && probability < 0.0005) return '<0.1%';
  if (probability < 1 && probability >= 0.9995) return '>99.9%';
  return percent.format(probability);
}

/** A round share for axes and bounds: 0.3 → `30%`. A bound between two whole percents keeps a decimal. */
export const formatBound = (share: number): string =>
  Math.abs(share * 100 - Math.round(share * 100)) < 1e-9 ? wholePercent.format(share) : percent.format(share);

/** An amount in the currency's usual decimals: 29.85 → `$29.85`. */
export const formatAmount = (amount: number, currency: string): string =>
  new Intl.NumberFormat(LOCALE, { style: 'currency', currency }).format(amount);

/** A sum without its cents: 139130.85 → `$139,131`. */
export const formatSum = (amount: number, currency: string): string =>
  new Intl.NumberFormat(LOCALE, { style: 'currency', currency, maximumFractionDigits: 0 }).format(amount);

/** A score in [0, 1], as ROC-AUC is: three decimals. */
export const formatScore = (score: number): string => score.toFixed(3);

/** So many times as much: 2.8149 → `2.81×`. */
export const formatTimes = (times: number): string => `${times.toFixed(2)}×`;

/** A difference between two scores with its sign: 0.0012 → `+0.001`, -0.02 → `−0.020`; 0 has none. */
export function formatLead(lead: number): string {
  const size = Math.abs(lead).toFixed(3);
  if (Number(size) === 0) return size;
  return `${lead < 0 ? '−' : '+'}${size}`;
}

/** A difference between two rates: 0.0036 → `0.4 points`. */
export const formatPoints = (share: number): string => `${(share * 100).toFixed(1)} points`;

/** A difference with its sign, its size written by `format`: 31 → `+31`; 0 has none. */
export function formatChange(change: number, format: (size: number) => string): string {
  const size = format(Math.abs(change));
  if (change === 0 || size === format(0)) return format(0);
  return `${change < 0 ? '−' : '+'}${size}`;
}

/** `part` of `whole` as a rate; null where the whole is 0. */
export const shareOf = (part: number, wholeSum: number): number | null =>
  wholeSum === 0 ? null : part / wholeSum;

/** `random-forest` → `Random forest`. */
export function formatName(name: string): string {
  const words = name.replaceAll(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A label inside a sentence: `Internet service` → `internet service`; `TV plan` stays. */
export const inSentence = (label: string): string =>
  /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
