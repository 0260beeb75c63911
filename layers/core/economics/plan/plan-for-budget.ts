import type { ContactPlan } from './contact-plan.ts';

/**
 * A plan that is expected to cost at most `budget`: customers by their gain per unit of money, the highest first, each
 * taken who still fits. It misses the best of all plans by less than one customer's gain, since taking part of the first
 * who does not fit would beat them all. The gain per unit of that customer is the shadow price. `gains` and `costs` (none
 * below 0) have an entry a customer; who costs nothing comes first.
 * Source: G. B. Dantzig, "Discrete-variable extremum problems", Operations Research 5 (1957).
 */
export function planForBudget(gains: Float64Array, costs: Float64Array, budget: number): ContactPlan {
  const returns = gains.map((gain, customer) => gain / costs[customer]!);
  const order = Uint32Array.from(gains.keys())
    .filter((customer) => gains[customer]! > 0)
    .sort((one, other) => (returns[one] === returns[other] ? 0 : returns[other]! - returns[one]!));
  let contacts = 0;
  let [cost, gain] = [0, 0];
  let firstLeftOut: number | undefined;
  for (const customer of order) {
    if (cost + costs[customer]! > budget) {
      firstLeftOut ??= customer;
      continue;
    }
    contacts++;
    cost += costs[customer]!;
    gain += gains[customer]!;
  }
  const nextContactGain = firstLeftOut === undefined ? 0 : gains[firstLeftOut]!;
  const gainPerUnit = firstLeftOut === undefined ? 0 : returns[firstLeftOut]!;
  return { contacts, cost, gain, nextContactGain, gainPerUnit };
}
