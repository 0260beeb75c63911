import * as z from 'zod';
import { logBinOf, logBinsASide } from '../../evaluation/log-bins.ts';

/** Customers of about the same key: how many, what contacting them is expected to cost, and to gain beyond that. */
export type GainStep = readonly [contacts: number, cost: number, gain: number];

/** A bin is 2 % wide, so that much a plan from it may miss at its last step. */
const BINS_AN_OCTAVE = 32;
const SIDE = logBinsASide(BINS_AN_OCTAVE);
const SUMS = 3;

/** [bin from the lowest key, contacts, cost, gain] of the bins that are not empty, in order: plain data that can be kept. */
export const gainHistogramStateSchema = z.array(
  z.tuple([
    z
      .number()
      .int()
      .min(0)
      .max(2 * SIDE),
    z.number().int().min(1),
    z.number(),
    z.number(),
  ]),
);
export type GainHistogramState = z.infer<typeof gainHistogramStateSchema>;

/** Sums of contacts, costs and gains in bins of a key, in memory that does not grow with the customers. */
export class GainHistogram {
  readonly #sums = new Float64Array((2 * SIDE + 1) * SUMS);

  /** Adds a customer by the key by which plans will order them. */
  add(key: number, cost: number, gain: number): void {
    const at = (SIDE + logBinOf(key, BINS_AN_OCTAVE)) * SUMS;
    this.#sums[at]! += 1;
    this.#sums[at + 1]! += cost;
    this.#sums[at + 2]! += gain;
  }

  /** The sums so far, in a copy. */
  state(): GainHistogramState {
    const state: GainHistogramState = [];
    for (let at = 0; at < this.#sums.length; at += SUMS) {
      const [contacts = 0, cost = 0, gain = 0] = this.#sums.subarray(at, at + SUMS);
      if (contacts > 0) state.push([at / SUMS, contacts, cost, gain]);
    }
    return state;
  }

  /** Adds another histogram's customers to this one. */
  merge(state: GainHistogramState): void {
    for (const [bin, contacts, cost, gain] of state) {
      this.#sums[bin * SUMS]! += contacts;
      this.#sums[bin * SUMS + 1]! += cost;
      this.#sums[bin * SUMS + 2]! += gain;
    }
  }

  /** The bins that are not empty, the highest key first. */
  steps(): GainStep[] {
    const steps: GainStep[] = [];
    for (let at = this.#sums.length - SUMS; at >= 0; at -= SUMS) {
      const [contacts = 0, cost = 0, gain = 0] = this.#sums.subarray(at, at + SUMS);
      if (contacts > 0) steps.push([contacts, cost, gain]);
    }
    return steps;
  }
}
