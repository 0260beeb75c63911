import type { Team } from '../team.ts';
import type { DesignRows } from './design-rows.ts';
import { type LossGradient, lossAndGradient } from './loss-gradient.ts';

/** What is minimised: Σ log-loss + ½ · penalty · Σ coefficient², the intercept left out of the penalty. */
export interface PenalisedLoss {
  readonly rows: DesignRows;
  /** Above 0. */
  readonly penalty: number;
  /** By coefficient: 1 where it may not be negative, −1 where it may not be positive, 0 where it is free. */
  readonly signs: Int8Array;
  /** Whose members share the rows among them. @default ALONE */
  readonly team?: Team;
}

/** The penalised loss at the coefficients, and its gradient. */
export function penalisedLossAndGradient(
  { rows, penalty, team }: PenalisedLoss,
  coefficients: Float64Array,
): LossGradient {
  const { loss, gradient } = lossAndGradient(rows, coefficients, team);
  let squares = 0;
  for (let k = 1; k < coefficients.length; k++) {
    squares += coefficients[k]! * coefficients[k]!;
    gradient[k]! += penalty * coefficients[k]!;
  }
  return { loss: loss + 0.5 * penalty * squares, gradient };
}

/**
 * 1 for the coefficients that stay at 0 in the next step: their sign allows one side only, and the loss falls towards
 * the other.
 */
export function heldTerms({ signs }: PenalisedLoss, at: Float64Array, gradient: Float64Array): Uint8Array {
  const held = new Uint8Array(signs.length);
  for (let k = 0; k < signs.length; k++) {
    if (signs[k] !== 0 && at[k] === 0 && signs[k]! * gradient[k]! > 0) held[k] = 1;
  }
  return held;
}

/** from − size × direction, with 0 for what would have the wrong sign. */
export function movedWithin(
  { signs }: PenalisedLoss,
  from: Float64Array,
  direction: Float64Array,
  size: number,
): Float64Array {
  const to = new Float64Array(from.length);
  for (let k = 0; k < from.length; k++) {
    const value = from[k]! - size * direction[k]!;
    to[k] = value * signs[k]! < 0 ? 0 : value;
  }
  return to;
}
