/** Probabilities are held within [this, 1 − this] in the log-loss, so that one certain miss is not infinite. */
const SMALLEST_PROBABILITY = 1e-15;

/** Mean of −ln(probability given to what happened); 0 is perfect. NaN for no rows. */
export function logLoss(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const given = labels[i] === 1 ? probabilities[i]! : 1 - probabilities[i]!;
    sum -= Math.log(Math.min(Math.max(given, SMALLEST_PROBABILITY), 1 - SMALLEST_PROBABILITY));
  }
  return sum / probabilities.length;
}

/** Mean squared difference of probability and outcome (Brier 1950), in [0, 1]; 0 is perfect. NaN for no rows. */
export function brierScore(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) sum += (probabilities[i]! - labels[i]!) ** 2;
  return sum / probabilities.length;
}

/** Leavers predicted, the sum of the probabilities, ÷ leavers there were; 1 is right. +∞ or NaN where nobody left. */
export function calibrationInTheLarge(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  let [predicted, left] = [0, 0];
  for (let i = 0; i < probabilities.length; i++) {
    predicted += probabilities[i]!;
    left += labels[i]!;
  }
  return predicted / left;
}
