import type { ByteBuffer } from '../csv/byte-buffer.ts';
import { writeSteps } from '../csv/decimal-writer.ts';
import { formatFloat32 } from './float32-text.ts';

const FEWEST_DIGITS = 6;
const MOST_DIGITS = 9;
/** From here to LARGEST numbers are written without an exponent. */
export const SMALLEST = 1e-6;
export const LARGEST = 1e6;
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/**
 * How near to a half the fraction of a scaled float32 may come before rounding it is left to `formatFloat32`. The scaled
 * number is a product rounded once, below 10⁹, so it is off by at most 2⁻²⁴.
 */
const TIE_MARGIN = 1e-6;

/** Adds the bytes of `formatFloat32(value)`; `value` must be a float32 or NaN. */
export function writeFloat32(out: ByteBuffer, value: number): void {
  if (Number.isNaN(value)) return;
  const magnitude = Math.abs(value);
  if (magnitude < LARGEST && Number.isInteger(value)) writeSteps(out, value, 0);
  else if (magnitude < SMALLEST || magnitude >= LARGEST) out.text(formatFloat32(value));
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
      writeSteps(out, value < 0 ? -rounded : rounded, decimals);
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
