import { COMPARED_KPIS, type RunChanges } from '../api/money-contract.ts';
import { type CountPair, populationStability, stabilityBandOf } from '../evaluation/stability.ts';
import type { FeatureProfile } from '../lake/documents.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { kpiFiguresOf } from './insight-figures.ts';
import { profileStability } from './profile-stability.ts';
import { type GroupTotals, PROBABILITY_BINS, type SegmentTotals } from './run-insights.ts';

/** A run as it is compared with another. */
export interface ComparedRun {
  readonly currency: string;
  readonly horizonMonths: number;
  readonly total: GroupTotals;
  /** The segments of PROBABILITY_BIN_DIMENSION. */
  readonly probabilityBins: readonly SegmentTotals[];
  /** Undefined where its profile is not there any more. */
  readonly profile: FeatureProfile | undefined;
}

/** Differences of the KPIs and the stability of score and columns, from one run to the next. */
export function runChangesOf(
  before: ComparedRun,
  after: ComparedRun,
  schema: SchemaDocument,
): Pick<RunChanges, 'kpis' | 'score' | 'columns'> {
  const scorePsi = populationStability(scorePairs(before.probabilityBins, after.probabilityBins));
  const labels = new Map(schema.columns.map(({ name, label }) => [name, label]));
  const columns =
    before.profile === undefined || after.profile === undefined
      ? []
      : profileStability(before.profile, after.profile);
  return {
    kpis: kpiDifferences(before, after),
    score: { name: 'churnProbability', psi: scorePsi, band: stabilityBandOf(scorePsi) },
    columns: columns.map(({ name, psi }) => {
      const label = labels.get(name);
      return { name, ...(label === undefined ? {} : { label }), psi, band: stabilityBandOf(psi) };
    }),
  };
}

/** Amounts of two currencies, and losses over two horizons, have no difference. */
function kpiDifferences(before: ComparedRun, after: ComparedRun): RunChanges['kpis'] {
  const [was, is] = [kpiFiguresOf(before.total), kpiFiguresOf(after.total)];
  const sameMoney = before.currency === after.currency;
  const comparable: Partial<Record<(typeof COMPARED_KPIS)[number], boolean>> = {
    revenueAtRiskMonthly: sameMoney,
    expectedLoss: sameMoney && before.horizonMonths === after.horizonMonths,
  };
  const differences = COMPARED_KPIS.map((kpi) => {
    const [from, to] = [was[kpi], is[kpi]];
    const isComparable = from !== null && to !== null && (comparable[kpi] ?? true);
    return [kpi, isComparable ? to - from : null] as const;
  });
  return Object.fromEntries(differences) as RunChanges['kpis'];
}

function scorePairs(before: readonly SegmentTotals[], after: readonly SegmentTotals[]): CountPair[] {
  const customersIn = (bins: readonly SegmentTotals[], bin: number) =>
    bins.find(({ segment }) => segment === String(bin))?.activeCustomers ?? 0;
  return Array.from({ length: PROBABILITY_BINS }, (_, bin) => [
    customersIn(before, bin),
    customersIn(after, bin),
  ]);
}
