import { runs } from './0001-runs.ts';
import { published } from './0002-published.ts';
import { predictions } from './0003-predictions.ts';
import { kpis } from './0004-kpis.ts';
import { segmentInsights } from './0005-segment-insights.ts';
import { modelRuns } from './0006-model-runs.ts';
import { customerMoney } from './0007-customer-money.ts';
import { groupMoney } from './0008-group-money.ts';
import { runDocuments } from './0009-run-documents.ts';
import { customerReasons } from './0010-customer-reasons.ts';
import { sealedRows } from './0011-sealed-rows.ts';
import { rebuiltPredictions } from './0012-rebuilt-predictions.ts';
import { rowNumbers } from './0013-row-numbers.ts';
import { rowTexts } from './0014-row-texts.ts';
import { publishedCustomers } from './0015-published-customers.ts';
import { runStates } from './0016-run-states.ts';
import { partitionKeys } from './0017-partition-keys.ts';
import type { Migration } from './migration.ts';

/** In order of version; new ones are added at the end, and none is ever changed. */
export const MIGRATIONS: readonly Migration[] = [
  runs,
  published,
  predictions,
  kpis,
  segmentInsights,
  modelRuns,
  customerMoney,
  groupMoney,
  runDocuments,
  customerReasons,
  sealedRows,
  rebuiltPredictions,
  rowNumbers,
  rowTexts,
  publishedCustomers,
  runStates,
  partitionKeys,
];
