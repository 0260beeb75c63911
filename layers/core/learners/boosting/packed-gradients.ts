/**
 * A gradient g and a hessian h of the log-loss as whole numbers in one float64, g × gradientUnit + h, both in steps of
 * 1 ÷ scale. Sums of them are exact, so a histogram needs one addition a row and its sum does not depend on the order.
 */
export interface PackedGradients {
  /** One for each row; 0 for a row that is left out. */
  readonly packed: Float64Array;
  readonly gradientUnit: number;
  readonly scale: number;
}

const MAX_SCALE = 2 ** 30;
/** Whole numbers up to here are exact in a float64. */
const EXACT_BELOW = 2 ** 53;
/** Steps of two Weyl sequences, odd numbers near 2³² ÷ the golden ratio and 2³² × (√2 − 1). */
const STEP_G = 0x9e3779b1;
const STEP_H = 0x6a09e667;
const DITHER_UNIT = 2 ** -32;

/** Packs the gradients of the rows at their log-odds so far. Holds the buffer that all rounds share. */
export class GradientPacker {
  readonly #labels: Uint8Array;
  readonly #packed: Float64Array;
  #units: Units = { scale: MAX_SCALE, gradientUnit: EXACT_BELOW };

  /** @param labels 0 or 1 for each row; fewer than 2²⁴ rows, with which whole steps of 1 still fit. */
  constructor(labels: Uint8Array) {
    this.#labels = labels;
    this.#packed = new Float64Array(labels.length);
  }

  /**
   * g = p − label and h = p(1 − p), rounded up or down so that the errors of many rows cancel. The result is valid
   * until the next call.
   * @param sampled 0 for the rows to leave out, 1 for the others; all rows count where it is undefined.
   */
  pack(logOdds: Float64Array, sampled: Uint8Array | undefined): PackedGradients {
    const { scale, gradientUnit } = this.#units;
    const [sumG, sumH] = this.#fill(logOdds);
    const fits = sumH < gradientUnit && sumG * gradientUnit < EXACT_BELOW;
    const next = unitsFor(sumG / scale, sumH / scale, this.#labels.length);
    if (!fits || next.scale >= 4 * scale) {
      this.#units = next;
      this.#fill(logOdds);
    }
    const packed = this.#packed;
    if (sampled !== undefined) for (let i = 0; i < packed.length; i++) packed[i]! *= sampled[i]!;
    return { packed, ...this.#units };
  }

  /** Packs in the present units; returns the sums of the gradients' magnitudes and of the hessians, in steps. */
  #fill(logOdds: Float64Array): [number, number] {
    const { scale, gradientUnit } = this.#units;
    const [labels, packed] = [this.#labels, this.#packed];
    let [ditherG, ditherH, sumG, sumH] = [0, 0, 0, 0];
    for (let i = 0; i < labels.length; i++) {
      ditherG = (ditherG + STEP_G) >>> 0;
      ditherH = (ditherH + STEP_H) >>> 0;
      const p = 1 / (1 + Math.exp(-logOdds[i]!));
      const g = Math.floor((p - labels[i]!) * scale + ditherG * DITHER_UNIT);
      const h = Math.floor(p * (1 - p) * scale + ditherH * DITHER_UNIT);
      sumG += Math.abs(g);
      sumH += h;
      packed[i] = g * gradientUnit + h;
    }
    return [sumG, sumH];
  }
}

type Units = Pick<PackedGradients, 'scale' | 'gradientUnit'>;

/** The finest units in which both sums could double before the next call without an overflow. */
function unitsFor(sumG: number, sumH: number, rows: number): Units {
  for (let scale = MAX_SCALE; ; scale /= 2) {
    const gradientUnit = powerOfTwoAbove(2 * (scale * sumH + rows));
    if (2 * (scale * sumG + rows) * gradientUnit < EXACT_BELOW || scale === 1) return { scale, gradientUnit };
  }
}

function powerOfTwoAbove(value: number): number {
  return 2 ** (Math.floor(Math.log2(value)) + 1);
}
