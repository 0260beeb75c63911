import type { SeededRandom } from '../learners/seeded-random.ts';

/** Random draws of the kinds the sample needs. */
export interface Draws {
  /** In (0, 1). */
  uniform(): number;
  /** True with the given probability; at or above 1 always, at or below 0 never. */
  chance(probability: number): boolean;
  /** An item by its share; shares add up to 1. */
  pick<Item>(items: readonly Item[], shares: readonly number[]): Item;
  /** Any of the items, all alike. */
  anyOf<Item>(items: readonly Item[]): Item;
}

/** Draws from a seeded stream; each call takes one number of it. */
export function createDraws(random: SeededRandom): Draws {
  const uniform = () => (random.nextUint32() + 0.5) / 2 ** 32;
  return {
    uniform,
    chance: (probability) => uniform() < probability,
    pick(items, shares) {
      let rest = uniform();
      const index = shares.findIndex((share) => {
        rest -= share;
        return rest < 0;
      });
      return items[index === -1 ? items.length - 1 : index]!;
    },
    anyOf: (items) => items[Math.floor(uniform() * items.length)]!,
  };
}
