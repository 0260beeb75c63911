const ZERO = 48;
const NINE = 57;
const PLUS = 43;
const MINUS = 45;
export const POINT = 46;

/** A float64 holds every integer of so many digits, and each power of ten up to 10²² exactly. */
const MAX_DIGITS = 15;
const POWERS_OF_TEN = Float64Array.from({ length: MAX_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

/**
 * The number that a field stands for where it is a plain decimal of at most 15 digits: sign, digits, point, digits, at
 * least one digit. Correctly rounded, since it is one division of two exact numbers. NaN for anything else, which may
 * still be a number: `1e3`, ` 5`.
 * @param decimalPoint The byte before the fraction: POINT or COMMA.
 */
export function parsePlainDecimal(
  bytes: Uint8Array,
  start: number,
  end: number,
  decimalPoint = POINT,
): number {
  const isNegative = bytes[start] === MINUS;
  let index = isNegative || bytes[start] === PLUS ? start + 1 : start;
  let mantissa = 0;
  let point = -1;
  const firstDigit = index;
  for (; index < end; index++) {
    const byte = bytes[index]!;
    if (byte >= ZERO && byte <= NINE) mantissa = mantissa * 10 + (byte - ZERO);
    else if (byte === decimalPoint && point === -1) point = index;
    else return Number.NaN;
  }
  const digits = index - firstDigit - (point === -1 ? 0 : 1);
  if (digits < 1 || digits > MAX_DIGITS) return Number.NaN;
  const value = point === -1 ? mantissa : mantissa / POWERS_OF_TEN[end - 1 - point]!;
  return isNegative ? -value : value;
}

/**
 * Whether a field that `parsePlainDecimal` read as `value` is `String(value)` to the byte. Decimals of at most 15 digits
 * are all different as float64, so the shortest text of `value` is this one if it carries no needless character.
 */
export function isShortestDecimal(bytes: Uint8Array, start: number, end: number, value: number): boolean {
  if (value === 0) return end - start === 1;
  if (Math.abs(value) < 1e-6) return false;
  const first = value < 0 ? start + 1 : start;
  if (bytes[start] === PLUS || bytes[first] === POINT) return false;
  if (bytes[first] === ZERO && bytes[first + 1] !== POINT) return false;
  const last = bytes[end - 1];
  return (last !== ZERO && last !== POINT) || !hasPoint(bytes, start, end);
}

function hasPoint(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index++) if (bytes[index] === POINT) return true;
  return false;
}
