import * as z from 'zod';
import { isWorthContacting } from '../economics/contact-rule.ts';
import type { GroupTotals, ScoredRow } from './run-insights.ts';

const count = z.number().int().min(0);

/** The sums of one group of customers, by the rules of GroupTotals: plain data that can be kept and added up. */
export const groupSumsSchema = z.object({
  customers: count,
  activeCustomers: count,
  churnProbabilitySum: z.number(),
  monthlyRevenue: z.number(),
  revenueAtRiskMonthly: z.number(),
  expectedLoss: z.number(),
  highRiskCustomers: count,
  churnVariance: z.number(),
  revenueAtRiskVariance: z.number(),
  /** Active customers whose CLV is known. */
  valuedCustomers: count,
  clv: z.number(),
  contactCustomers: count,
  contactGain: z.number(),
});
export type GroupSums = z.infer<typeof groupSumsSchema>;

/** Sums up one group of customers, row by row or from sums made elsewhere. */
export class GroupAccumulator {
  readonly #sums: GroupSums = {
    customers: 0,
    activeCustomers: 0,
    churnProbabilitySum: 0,
    monthlyRevenue: 0,
    revenueAtRiskMonthly: 0,
    expectedLoss: 0,
    highRiskCustomers: 0,
    churnVariance: 0,
    revenueAtRiskVariance: 0,
    valuedCustomers: 0,
    clv: 0,
    contactCustomers: 0,
    contactGain: 0,
  };

  get customers(): number {
    return this.#sums.customers;
  }

  /** Adds a customer; of one who left, no more than the count. */
  add(row: ScoredRow): void {
    const sums = this.#sums;
    sums.customers++;
    if (row.status === 'left') return;
    sums.activeCustomers++;
    sums.churnProbabilitySum += row.churnProbability;
    sums.monthlyRevenue += row.monthlyCharge;
    sums.revenueAtRiskMonthly += row.churnProbability * row.monthlyCharge;
    sums.expectedLoss += row.expectedLoss;
    if (row.riskLevel === 'HIGH') sums.highRiskCustomers++;
    const variance = row.churnProbability * (1 - row.churnProbability);
    sums.churnVariance += variance;
    sums.revenueAtRiskVariance += variance * row.monthlyCharge ** 2;
    this.#addValue(row);
  }

  #addValue({ clv, priority }: ScoredRow): void {
    if (clv === null || priority === null) return;
    this.#sums.valuedCustomers++;
    this.#sums.clv += clv;
    if (!isWorthContacting(priority)) return;
    this.#sums.contactCustomers++;
    this.#sums.contactGain += priority;
  }

  /** The sums so far, in a copy. */
  state(): GroupSums {
    return { ...this.#sums };
  }

  /** Adds another group's customers to this one. */
  merge(state: GroupSums): void {
    for (const name of Object.keys(this.#sums) as (keyof GroupSums)[]) this.#sums[name] += state[name];
  }

  totals(): GroupTotals {
    const { valuedCustomers, clv, contactCustomers, contactGain, ...sums } = this.#sums;
    const isValued = valuedCustomers === sums.activeCustomers;
    return {
      ...sums,
      leftCustomers: sums.customers - sums.activeCustomers,
      clv: isValued ? clv : null,
      contactCustomers: isValued ? contactCustomers : null,
      contactGain: isValued ? contactGain : null,
    };
  }
}
