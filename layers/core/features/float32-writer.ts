import type { ByteBuffer } from '../csv/byte-buffer.ts';
import { formatFloat32 } from './float32-text.ts';

const ZERO = 48;
const MINUS = 45;
const POINT = 46;
const FEWEST_DIGITS = 6;
const MOST_DIGITS = 9;
/** From here to LARGEST numbers are written without an exponent. */
export const SMALLEST = 1e-6;
export const LARGEST = 1e6;
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);
const LONGEST_TEXT = 24;

/**
 * How near to a half the fraction of a scaled float32 may come before rounding it is left to `formatFloat32`. The scaled
 * number is a product rounded once, below 10⁹, so it is off by at most 2⁻²⁴.
 */
const TIE_MARGIN = 1e-6;

/** Adds the bytes of `formatFloat32(value)`; `value` must be a float32 or NaN. */
export function writeFloat32(out: ByteBuffer, value: number): void {
  if (Number.isNaN(value)) return;
  out.reserve(LONGEST_TEXT);
  const magnitude = Math.abs(value);
  if (value === 0) out.byte(ZERO);
  else if (magnitude < SMALLEST || magnitude >= LARGEST) out.text(formatFloat32(value));
  else if (Number.isInteger(magnitude)) writeDecimal(out, value < 0, magnitude, 0);
  else writeFraction(out, value, magnitude);
}

/** Tries 6 to 9 digits, as `formatFloat32` does, in arithmetic. */
function writeFraction(out: ByteBuffer, value: number, magnitude: number): void {
  const fewest = FEWEST_DIGITS - integerDigits(magnitude);
  const most = fewest + MOST_DIGITS - FEWEST_DIGITS;
  for (let decimals = fewest; decimals <= most; decimals++) {
    const power = POWERS_OF_TEN[decimals]!;
    const scaled = magnitude * power;
    const rounded = Math.round(scaled);
    if (Math.abs(Math.abs(scaled - rounded) - 0.5) < TIE_MARGIN) break;
    if (decimals === most || Math.fround(rounded / power) === magnitude) {
      writeDecimal(out, value < 0, rounded, decimals);
      return;
    }
  }
  out.text(formatFloat32(value));
}

/** Digits before the point; below 1, less one for each zero after it: 0.01 gives −1. */
function integerDigits(magnitude: number): number {
  let digits = 0;
  if (magnitude < 1) {
    while (magnitude * POWERS_OF_TEN[1 - digits]! < 1) digits--;
    return digits;
  }
  while (magnitude >= POWERS_OF_TEN[digits]!) digits++;
  return digits;
}

/** Adds digits ÷ 10^decimals without needless zeros. */
function writeDecimal(out: ByteBuffer, isNegative: boolean, digits: number, decimals: number): void {
  let rest = digits | 0;
  let places = decimals;
  while (places > 0 && rest % 10 === 0) {
    rest = (rest / 10) | 0;
    places--;
  }
  if (isNegative) out.byte(MINUS);
  const length = Math.max(integerDigits(rest), places + 1) + (places > 0 ? 1 : 0);
  const { bytes, length: start } = out;
  for (let index = start + length - 1; index >= start; index--) {
    if (places-- === 0 && index < start + length - 1) {
      bytes[index] = POINT;
      continue;
    }
    const quotient = (rest / 10) | 0;
    bytes[index] = ZERO + rest - quotient * 10;
    rest = quotient;
  }
  out.length = start + length;
}
