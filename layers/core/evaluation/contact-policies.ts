import { type ContactTerms, contactGainOf, isWorthContacting } from '../economics/contact-rule.ts';

/** Customers whose fate is known, with what was said of them before; every array has an entry a customer. */
export interface JudgedCustomers {
  readonly probabilities: Float64Array;
  /** 1 left, 0 stayed. */
  readonly labels: Uint8Array;
  /** CLV in currency. */
  readonly values: Float64Array;
}

/** What a way of choosing whom to contact comes to. */
export interface PolicyOutcome {
  /** Share of the customers contacted, in [0, 1]. */
  readonly share: number;
  /** In currency per customer, contacted or not. */
  readonly profit: number;
}

export interface ThresholdOutcome extends PolicyOutcome {
  /** The lowest probability that is contacted; +∞ where nobody is. */
  readonly threshold: number;
}

/**
 * What the per-customer rule earns on customers whose fate is known: those with an expected net gain above 0 are
 * contacted. A contacted leaver brings γ (CLV − d) − f, a stayer −d − f: contactGainOf at p = 1 and p = 0. NaN for no
 * customers.
 */
export function outcomeOfRule(customers: JudgedCustomers, terms: ContactTerms): PolicyOutcome {
  const { probabilities, values } = customers;
  return outcomeOf(customers, terms, (row) =>
    isWorthContacting(contactGainOf(probabilities[row]!, values[row]!, terms)),
  );
}

/** What contacting everybody with at least this probability earns, whatever they are worth. */
export function outcomeOfThreshold(
  customers: JudgedCustomers,
  terms: ContactTerms,
  threshold: number,
): ThresholdOutcome {
  return { threshold, ...outcomeOf(customers, terms, (row) => customers.probabilities[row]! >= threshold) };
}

/**
 * The threshold that would have earned most on these very customers, of all that tell any two apart: a bar that no
 * threshold fixed beforehand can pass.
 */
export function bestThreshold(customers: JudgedCustomers, terms: ContactTerms): ThresholdOutcome {
  const { probabilities } = customers;
  const order = Uint32Array.from(probabilities.keys()).sort((a, b) => probabilities[b]! - probabilities[a]!);
  let best: ThresholdOutcome = { threshold: Number.POSITIVE_INFINITY, share: 0, profit: 0 };
  let profit = 0;
  for (let place = 0; place < order.length; place++) {
    const row = order[place]!;
    const next = order[place + 1];
    profit += contactGainOf(customers.labels[row]!, customers.values[row]!, terms);
    const isTied = next !== undefined && probabilities[next] === probabilities[row];
    if (isTied || profit / order.length <= best.profit) continue;
    best = {
      threshold: probabilities[row]!,
      share: (place + 1) / order.length,
      profit: profit / order.length,
    };
  }
  return best;
}

function outcomeOf(
  { labels, values }: JudgedCustomers,
  terms: ContactTerms,
  isContacted: (row: number) => boolean,
): PolicyOutcome {
  let [contacted, profit] = [0, 0];
  for (let row = 0; row < labels.length; row++) {
    if (!isContacted(row)) continue;
    contacted++;
    profit += contactGainOf(labels[row]!, values[row]!, terms);
  }
  return { share: contacted / labels.length, profit: profit / labels.length };
}
