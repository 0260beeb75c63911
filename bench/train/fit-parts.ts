import type { FeatureTable } from '#core/table/feature-table.ts';
import { createLearner } from '#core/training/create-learner.ts';
import { cardinalityTable } from '../data/cardinality-table.ts';
import { type HeldOut, heldOut } from '../data/held-out.ts';
import { ceilingAuc, type MadeTable } from '../data/made-table.ts';
import { wideTable } from '../data/wide-table.ts';
import { fittingThreads, WITHOUT_DIRECTIONS } from '../fit-with-threads.ts';
import type { PythonPeers } from '../peers/python-peers.ts';
import { writeTableFile } from '../peers/table-file.ts';
import { type Comparison, compareFits } from './compare-fits.ts';
import { boostingPlan, type FitPlan, forestPlan, logisticPlan, manyCategoriesPlan } from './fit-plans.ts';
import type { FitReport } from './fit-report.ts';
import type { Part, TrainArguments } from './train-arguments.ts';

/** A table and the fits that are measured on it. */
interface TablePlan {
  readonly name: string;
  readonly table: FeatureTable;
  readonly made?: MadeTable;
  readonly plans: readonly FitPlan[];
}

/**
 * Measures the wanted fits, table by table, each table in memory only while its fits run.
 * @param customers Called if a fit on customers is wanted.
 * @param folder Where tables are written for the peers.
 */
export async function measureFits(
  options: TrainArguments,
  customers: () => Promise<FeatureTable>,
  peers: PythonPeers | undefined,
  folder: string,
): Promise<FitReport[]> {
  const reports: FitReport[] = [];
  for await (const plan of tablePlans(options, customers)) {
    const parts = heldOut(plan.table, options.seed);
    await peers?.load(await writeTableFile(folder, plan.name, plan.table, parts));
    reports.push(...(await measureTable(plan, parts, options, peers)));
  }
  return reports;
}

async function measureTable(
  { name, table, made, plans }: TablePlan,
  parts: HeldOut,
  { seed, threads, runs }: TrainArguments,
  peers: PythonPeers | undefined,
): Promise<FitReport[]> {
  const settings = plans.map((plan) => plan.settings(parts.train.length));
  const data = { table, rows: parts.train, settings, seed };
  const ours = [...new Set([1, threads])].map((count) => fittingThreads(count, data));
  try {
    const reports: FitReport[] = [];
    for (const [position, plan] of plans.entries()) {
      const comparison: Comparison = {
        tableName: name,
        table,
        parts,
        ...(made === undefined ? {} : { ceilingAuc: ceilingAuc(made, parts.test) }),
        learner: createLearner(settings[position]!, WITHOUT_DIRECTIONS),
        ours: ours.map((threads) => ({ count: threads.count, fit: () => threads.fit(position) })),
        peerPlans: plan.peers,
        peers,
        peerThreads: threads,
        runs,
      };
      reports.push(await compareFits(comparison));
    }
    return reports;
  } finally {
    await Promise.all(ours.map((some) => some.close()));
  }
}

async function* tablePlans(
  { parts, threads, madeRows, seed }: TrainArguments,
  customers: () => Promise<FeatureTable>,
): AsyncGenerator<TablePlan, void, undefined> {
  const plansOfCustomers: readonly (readonly [Part, FitPlan])[] = [
    ['lr', logisticPlan],
    ['forest', forestPlan(threads)],
    ['boosting', boostingPlan(threads)],
  ];
  const wanted = plansOfCustomers.filter(([part]) => parts.includes(part)).map(([, plan]) => plan);
  if (wanted.length > 0) yield { name: 'customers', table: await customers(), plans: wanted };
  if (parts.includes('wide')) {
    const made = wideTable(madeRows, seed);
    yield { name: 'wide', table: made.table, made, plans: [boostingPlan(threads)] };
  }
  if (parts.includes('cardinality')) {
    const made = cardinalityTable(madeRows, seed);
    const plans = [manyCategoriesPlan(threads), logisticPlan];
    yield { name: 'cardinality', table: made.table, made, plans };
  }
}
