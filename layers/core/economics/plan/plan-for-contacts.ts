import type { ContactPlan } from './contact-plan.ts';

/**
 * The best plan of at most `capacity` contacts: those with the highest gains above 0. It is exact. `gains` and `costs`
 * have an entry a customer.
 */
export function planForContacts(gains: Float64Array, costs: Float64Array, capacity: number): ContactPlan {
  const order = Uint32Array.from(gains.keys()).sort((one, other) => gains[other]! - gains[one]!);
  let contacts = 0;
  let [cost, gain] = [0, 0];
  while (contacts < Math.min(capacity, order.length) && gains[order[contacts]!]! > 0) {
    cost += costs[order[contacts]!]!;
    gain += gains[order[contacts]!]!;
    contacts++;
  }
  return { contacts, cost, gain, ...marginOf(gains, costs, order[contacts]) };
}

function marginOf(
  gains: Float64Array,
  costs: Float64Array,
  next: number | undefined,
): Pick<ContactPlan, 'nextContactGain' | 'gainPerUnit'> {
  if (next === undefined || gains[next]! <= 0) return { nextContactGain: 0, gainPerUnit: 0 };
  const [gain, cost] = [gains[next]!, costs[next]!];
  return { nextContactGain: gain, gainPerUnit: cost === 0 ? null : gain / cost };
}
