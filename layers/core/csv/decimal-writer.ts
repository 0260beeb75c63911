import type { ByteBuffer } from './byte-buffer.ts';

const ZERO = 48;
const MINUS = 45;
const POINT = 46;
/** The longest text of a float64 has 24 characters. */
const LONGEST_TEXT = 24;
const BILLION = 1e9;
const BILLION_DIGITS = 9;
const POWERS_OF_TEN = Float64Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);
/** Decimals that most numbers of a table have at most, those of money first. */
const USUAL_DECIMALS = [4, 7] as const;

/** Adds a whole number below 2⁵³ in digits; −0 gives 0. */
export function writeInteger(out: ByteBuffer, value: number): void {
  out.reserve(LONGEST_TEXT);
  if (value < 0) out.byte(MINUS);
  writeMagnitude(out, Math.abs(value));
}

/**
 * Adds a decimal that reads back to the same float64. One of at most seven decimals gets all its digits by arithmetic,
 * which takes a third of the time of `String(value)`, as which any other is written: also NaN and infinities.
 */
export function writeFloat64(out: ByteBuffer, value: number): void {
  for (const decimals of USUAL_DECIMALS) {
    const power = POWERS_OF_TEN[decimals]!;
    const steps = Math.round(value * power);
    // Both are exact, so their quotient is rounded once, as a reader rounds the decimal: equal here, equal there.
    if (steps / power === value && Math.abs(steps) <= Number.MAX_SAFE_INTEGER) {
      writeSteps(out, steps, decimals);
      return;
    }
  }
  out.text(String(value));
}

/**
 * Adds a whole number of steps of 10^−decimals, at most 15 of them, without needless zeros. The steps must be below 2⁵³,
 * and those beyond the point below 2³¹.
 */
export function writeSteps(out: ByteBuffer, steps: number, decimals: number): void {
  out.reserve(LONGEST_TEXT);
  if (steps < 0) out.byte(MINUS);
  const power = POWERS_OF_TEN[decimals]!;
  const magnitude = Math.abs(steps);
  const whole = Math.floor(magnitude / power);
  writeMagnitude(out, whole);
  let fraction = (magnitude - whole * power) | 0;
  if (fraction === 0) return;
  let places = decimals;
  while (fraction % 10 === 0) {
    fraction = (fraction / 10) | 0;
    places--;
  }
  out.byte(POINT);
  writeDigits(out, fraction, places);
}

function writeMagnitude(out: ByteBuffer, magnitude: number): void {
  if (magnitude < BILLION) {
    writeDigits(out, magnitude, digitsOf(magnitude));
    return;
  }
  const billions = Math.floor(magnitude / BILLION);
  writeDigits(out, billions, digitsOf(billions));
  writeDigits(out, magnitude - billions * BILLION, BILLION_DIGITS);
}

/** Of a whole number below a billion; 0 has one. */
function digitsOf(magnitude: number): number {
  let digits = 1;
  while (digits < BILLION_DIGITS && magnitude >= POWERS_OF_TEN[digits]!) digits++;
  return digits;
}

/** Adds so many digits, zeros before a shorter number. */
function writeDigits(out: ByteBuffer, number: number, digits: number): void {
  const { bytes, length } = out;
  let rest = number | 0;
  for (let index = length + digits - 1; index >= length; index--) {
    const quotient = (rest / 10) | 0;
    bytes[index] = ZERO + rest - quotient * 10;
    rest = quotient;
  }
  out.length = length + digits;
}
