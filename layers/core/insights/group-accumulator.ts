import { isWorthContacting } from '../economics/contact-rule.ts';
import type { GroupTotals, ScoredRow } from './run-insights.ts';

/** Sums of one group of customers, by the rules of GroupTotals. */
export class GroupAccumulator {
  #customers = 0;
  #activeCustomers = 0;
  #churnProbabilitySum = 0;
  #monthlyRevenue = 0;
  #revenueAtRiskMonthly = 0;
  #expectedLoss = 0;
  #highRiskCustomers = 0;
  #churnVariance = 0;
  #revenueAtRiskVariance = 0;
  #valuedCustomers = 0;
  #clv = 0;
  #contactCustomers = 0;
  #contactGain = 0;

  get customers(): number {
    return this.#customers;
  }

  /** Adds a customer; of one who left, no more than the count. */
  add(row: ScoredRow): void {
    this.#customers++;
    if (row.status === 'left') return;
    this.#activeCustomers++;
    this.#churnProbabilitySum += row.churnProbability;
    this.#monthlyRevenue += row.monthlyCharge;
    this.#revenueAtRiskMonthly += row.churnProbability * row.monthlyCharge;
    this.#expectedLoss += row.expectedLoss;
    if (row.riskLevel === 'HIGH') this.#highRiskCustomers++;
    const variance = row.churnProbability * (1 - row.churnProbability);
    this.#churnVariance += variance;
    this.#revenueAtRiskVariance += variance * row.monthlyCharge ** 2;
    this.#addValue(row);
  }

  #addValue({ clv, priority }: ScoredRow): void {
    if (clv === null || priority === null) return;
    this.#valuedCustomers++;
    this.#clv += clv;
    if (!isWorthContacting(priority)) return;
    this.#contactCustomers++;
    this.#contactGain += priority;
  }

  /** Adds another group's customers to this one. */
  merge(other: GroupAccumulator): void {
    this.#customers += other.#customers;
    this.#activeCustomers += other.#activeCustomers;
    this.#churnProbabilitySum += other.#churnProbabilitySum;
    this.#monthlyRevenue += other.#monthlyRevenue;
    this.#revenueAtRiskMonthly += other.#revenueAtRiskMonthly;
    this.#expectedLoss += other.#expectedLoss;
    this.#highRiskCustomers += other.#highRiskCustomers;
    this.#churnVariance += other.#churnVariance;
    this.#revenueAtRiskVariance += other.#revenueAtRiskVariance;
    this.#valuedCustomers += other.#valuedCustomers;
    this.#clv += other.#clv;
    this.#contactCustomers += other.#contactCustomers;
    this.#contactGain += other.#contactGain;
  }

  totals(): GroupTotals {
    const isValued = this.#valuedCustomers === this.#activeCustomers;
    return {
      customers: this.#customers,
      activeCustomers: this.#activeCustomers,
      leftCustomers: this.#customers - this.#activeCustomers,
      churnProbabilitySum: this.#churnProbabilitySum,
      monthlyRevenue: this.#monthlyRevenue,
      revenueAtRiskMonthly: this.#revenueAtRiskMonthly,
      expectedLoss: this.#expectedLoss,
      highRiskCustomers: this.#highRiskCustomers,
      churnVariance: this.#churnVariance,
      revenueAtRiskVariance: this.#revenueAtRiskVariance,
      clv: isValued ? this.#clv : null,
      contactCustomers: isValued ? this.#contactCustomers : null,
      contactGain: isValued ? this.#contactGain : null,
    };
  }
}
