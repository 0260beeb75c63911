const PROBABILITY_STEPS = 1e7;
const MONEY_STEPS = 1e4;

/**
 * A model's float32 with the seven decimals that it has; what float64 shows beyond them is chance. NaN stays NaN.
 */
export function roundedProbability(probability: number): number {
  return Math.round(probability * PROBABILITY_STEPS) / PROBABILITY_STEPS;
}

/** A customer's amount to a ten-thousandth of its currency: sums over millions stay right to the cent. NaN stays NaN. */
export function roundedMoney(amount: number): number {
  return Math.round(amount * MONEY_STEPS) / MONEY_STEPS;
}
