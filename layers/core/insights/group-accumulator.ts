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
  }

  totals(): GroupTotals {
    return {
      customers: this.#customers,
      activeCustomers: this.#activeCustomers,
      leftCustomers: this.#customers - this.#activeCustomers,
      churnProbabilitySum: this.#churnProbabilitySum,
      monthlyRevenue: this.#monthlyRevenue,
      revenueAtRiskMonthly: this.#revenueAtRiskMonthly,
      expectedLoss: this.#expectedLoss,
      highRiskCustomers: this.#highRiskCustomers,
    };
  }
}
