import { likelyRange, NORMAL_95, type Range } from './likely-range.ts';

/** left ÷ customers, in [0, 1]; null for no customers. */
export function observedChurnRateOf(left: number, customers: number): number | null {
  return customers === 0 ? null : left / customers;
}

/**
 * The 95 % interval of the rate that `left` of `customers` stand for, in [0, 1]: Wilson's score interval, which stays
 * inside [0, 1] and does not vanish where nobody or everybody left. Null for no customers.
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
 */
export function observedChurnRangeOf(left: number, customers: number): Range | null {
  if (customers === 0) return null;
  const rate = left / customers;
  const square = NORMAL_95 ** 2 / customers;
  const middle = (rate + square / 2) / (1 + square);
  const half = Math.sqrt(square * (rate * (1 - rate) + square / 4)) / (1 + square);
  return { lower: left === 0 ? 0 : middle - half, upper: left === customers ? 1 : middle + half };
}

/** Mean churn probability, Σ p ÷ customers, in [0, 1]; null for no customers. */
export function expectedChurnRateOf(probabilitySum: number, customers: number): number | null {
  return customers === 0 ? null : probabilitySum / customers;
}

/**
 * Where the share of those customers who will leave may come to lie; `variance` is Σ p (1 − p). Null for no customers.
 * See likelyRange for what it holds and what not.
 */
export function expectedChurnRangeOf(
  probabilitySum: number,
  variance: number,
  customers: number,
): Range | null {
  if (customers === 0) return null;
  const { lower, upper } = likelyRange(probabilitySum, variance, customers);
  return { lower: lower / customers, upper: upper / customers };
}
