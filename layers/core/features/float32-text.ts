/** Digits that tell any two float32 values apart, and digits that any decimal of at most so many keeps in float32. */
const MAX_DIGITS = 9;
const SAFE_DIGITS = 6;
/** Below this magnitude float32 has fewer digits. */
const MIN_NORMAL = 2 ** -126;

/** The shortest decimal that reads back (`Math.fround(Number(text))`) to the float32 nearest to `value`; NaN gives ''. */
export function formatFloat32(value: number): string {
  if (Number.isNaN(value)) return '';
  const float32 = Math.fround(value);
  const cents = Math.round(float32 * 100) / 100;
  if (Math.abs(cents) < 10_000 && Math.fround(cents) === float32) return String(cents);
  const fewest = Math.abs(float32) < MIN_NORMAL ? 1 : SAFE_DIGITS;
  for (let digits = fewest; digits < MAX_DIGITS; digits++) {
    const decimal = Number(float32.toPrecision(digits));
    if (Math.fround(decimal) === float32) return String(decimal);
  }
  return String(Number(float32.toPrecision(MAX_DIGITS)));
}
