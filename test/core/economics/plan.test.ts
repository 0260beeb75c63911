import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CampaignOutlookBuilder, gainCurveOf, planOf } from '#core/economics/plan/campaign-outlook.ts';
import { planForBudget } from '#core/economics/plan/plan-for-budget.ts';
import { planForContacts } from '#core/economics/plan/plan-for-contacts.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';

interface Customer {
  readonly gain: number;
  /** A whole number, so that dynamic programming is exact. */
  readonly cost: number;
}

const customers = fc.array(
  fc.record({
    gain: fc.double({ min: -20, max: 100, noNaN: true }),
    cost: fc.integer({ min: 0, max: 12 }),
  }),
  { maxLength: 18 },
);

/** The most that any set of customers within the budget gains. */
function exactOptimum(all: readonly Customer[], budget: number): number {
  const best = new Float64Array(budget + 1);
  for (const { gain, cost } of all) {
    for (let money = budget; money >= cost; money--) {
      best[money] = Math.max(best[money]!, best[money - cost]! + gain);
    }
  }
  return best[budget]!;
}

const gainsOf = (all: readonly Customer[]) => Float64Array.from(all, ({ gain }) => gain);
const costsOf = (all: readonly Customer[]) => Float64Array.from(all, ({ cost }) => cost);

describe('planForBudget', () => {
  it('misses the exact optimum by less than one customer’s gain, and never spends too much', () => {
    fc.assert(
      fc.property(customers, fc.integer({ min: 0, max: 80 }), (all, budget) => {
        const plan = planForBudget(gainsOf(all), costsOf(all), budget);
        const optimum = exactOptimum(all, budget);
        expect(plan.cost).toBeLessThanOrEqual(budget);
        expect(plan.gain).toBeLessThanOrEqual(optimum + 1e-9);
        expect(plan.gain).toBeGreaterThanOrEqual(optimum - plan.nextContactGain - 1e-9);
      }),
    );
  });

  it('has a shadow price that no more money beats', () => {
    fc.assert(
      fc.property(
        customers,
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 20 }),
        (all, budget, more) => {
          const { gain, gainPerUnit, nextContactGain } = planForBudget(gainsOf(all), costsOf(all), budget);
          // Free customers are in every plan, so that the price of the others is a number.
          const bound = gain + nextContactGain + gainPerUnit! * more;
          expect(exactOptimum(all, budget + more)).toBeLessThanOrEqual(bound + 1e-9);
        },
      ),
    );
  });

  it('takes everybody worth contacting where the budget is enough, and the price is then 0', () => {
    const all = [
      { gain: 5, cost: 2 },
      { gain: -1, cost: 1 },
      { gain: 3, cost: 0 },
    ];
    const plan = planForBudget(gainsOf(all), costsOf(all), 100);
    expect(plan).toEqual({ contacts: 2, cost: 2, gain: 8, nextContactGain: 0, gainPerUnit: 0 });
    expect(planForBudget(new Float64Array(), new Float64Array(), 10).contacts).toBe(0);
  });
});

describe('planForContacts', () => {
  it('is exact: no other set of as many gains more', () => {
    fc.assert(
      fc.property(customers, fc.integer({ min: 0, max: 20 }), (all, capacity) => {
        const plan = planForContacts(gainsOf(all), costsOf(all), capacity);
        const each = all.map(({ gain }) => ({ gain, cost: 1 }));
        expect(plan.gain).toBeCloseTo(exactOptimum(each, capacity), 9);
        expect(plan.contacts).toBeLessThanOrEqual(capacity);
        const next = planForContacts(gainsOf(all), costsOf(all), capacity + 1);
        expect(next.gain - plan.gain).toBeCloseTo(plan.nextContactGain, 9);
      }),
    );
  });

  it('has no price of money where the next contact is free', () => {
    const plan = planForContacts(Float64Array.of(4, 3), Float64Array.of(1, 0), 1);
    expect(plan).toMatchObject({ contacts: 1, gain: 4, nextContactGain: 3, gainPerUnit: null });
  });
});

describe('the campaign outlook', () => {
  const random = seededRandom(3);
  const uniform = () => random.nextUint32() / 2 ** 32;
  const base = Array.from({ length: 20_000 }, () => {
    const p = uniform() ** 3;
    const cost = 1 + 10 * (1 - 0.7 * p);
    return { cost, gain: 0.3 * p * (100 + 600 * uniform()) - cost };
  });
  const builder = new CampaignOutlookBuilder();
  for (const { cost, gain } of base) builder.add(cost, gain);
  const outlook = builder.outlook();
  const [gains, costs] = [gainsOf(base), costsOf(base)];

  it('stays small and plans as the whole list does', () => {
    expect(JSON.stringify(outlook).length).toBeLessThan(100_000);
    for (const contacts of [0, 1, 100, 1234, 100_000]) {
      const [exact, plan] = [planForContacts(gains, costs, contacts), planOf(outlook, { contacts })];
      expect(Math.abs(plan.gain - exact.gain)).toBeLessThanOrEqual(0.01 * exact.gain + 5);
      expect(Math.abs(plan.contacts - exact.contacts)).toBeLessThanOrEqual(1);
      expect(Math.abs(plan.nextContactGain - exact.nextContactGain)).toBeLessThanOrEqual(
        0.03 * exact.nextContactGain,
      );
    }
    for (const budget of [0, 50, 2000, 20_000, 1e9]) {
      const [exact, plan] = [planForBudget(gains, costs, budget), planOf(outlook, { budget })];
      expect(plan.cost).toBeLessThanOrEqual(budget * (1 + 1e-12));
      expect(Math.abs(plan.gain - exact.gain)).toBeLessThanOrEqual(0.01 * exact.gain + exact.nextContactGain);
      expect(Math.abs(plan.gainPerUnit! - exact.gainPerUnit!)).toBeLessThanOrEqual(0.03 * exact.gainPerUnit!);
    }
  });

  it('has its optimum where everybody worth contacting is, at the top of the curve', () => {
    const optimum = planOf(outlook, {});
    const worth = base.filter(({ gain }) => gain > 0);
    expect(optimum.contacts).toBe(worth.length);
    expect(optimum.gain).toBeCloseTo(
      worth.reduce((sum, { gain }) => sum + gain, 0),
      4,
    );
    expect(optimum).toMatchObject({ nextContactGain: 0, gainPerUnit: 0 });
    const curve = gainCurveOf(outlook);
    expect(Math.max(...curve.map(([, gain]) => gain))).toBeCloseTo(optimum.gain, 4);
    expect(curve[0]).toEqual([0, 0]);
    expect(curve.at(-1)![0]).toBe(1);
    expect(curve.at(-1)![1]).toBeCloseTo(
      base.reduce((sum, { gain }) => sum + gain, 0),
      4,
    );
  });

  it('has nobody to contact in an empty base', () => {
    const empty = new CampaignOutlookBuilder().outlook();
    expect(planOf(empty, { contacts: 5 })).toMatchObject({ contacts: 0, cost: 0, gain: 0 });
    expect(gainCurveOf(empty)).toEqual([[0, 0]]);
  });
});
