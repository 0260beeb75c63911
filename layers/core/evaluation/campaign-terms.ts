import { ChurnError } from '../errors.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import type { FeatureTable } from '../table/feature-table.ts';

/** What a retention campaign costs and brings, the same for every customer. Amounts are in the schema's currency. */
export interface CampaignTerms {
  /** Worth of a customer who is kept. */
  readonly clv: number;
  /** Cost of the offer to a customer who takes it: a leaver with the chance of acceptance, a stayer always. */
  readonly offerCost: number;
  /** Cost of contacting one customer. */
  readonly contactCost: number;
  /** The chance that a contacted leaver accepts is distributed as Beta(alpha, beta). */
  readonly alpha: number;
  readonly beta: number;
}

/**
 * The terms of the schema's economics. CLV is that of the average of the rows: mean monthly charge × margin ×
 * horizonMonths, one number for all customers, although it differs between them.
 * @throws ChurnError `NO_MONTHLY_CHARGE` if no row has one.
 */
export function campaignTerms(
  table: FeatureTable,
  rows: Uint32Array,
  { monthlyCharge, economics }: SchemaDocument,
): CampaignTerms {
  const { margin, horizonMonths, offerCost, contactCost, acceptancePrior } = economics;
  const clv = meanOfColumn(table, rows, monthlyCharge) * margin * horizonMonths;
  return { clv, offerCost, contactCost, ...acceptancePrior };
}

/** Expected profit of contacting leavers and stayers, at a chance that a leaver accepts. */
export function campaignProfit(
  { clv, offerCost, contactCost }: CampaignTerms,
  acceptance: number,
  leavers: number,
  stayers: number,
): number {
  return leavers * (acceptance * (clv - offerCost) - contactCost) - stayers * (offerCost + contactCost);
}

/** Mean over the rows that have a value. */
function meanOfColumn({ columns }: FeatureTable, rows: Uint32Array, name: string): number {
  const column = columns.find((candidate) => candidate.name === name);
  let sum = 0;
  let count = 0;
  for (const row of rows) {
    const value = column?.kind === 'numeric' ? column.values[row]! : Number.NaN;
    if (!Number.isFinite(value)) continue;
    sum += value;
    count++;
  }
  if (count === 0) throw new ChurnError('NO_MONTHLY_CHARGE', `No customer has a value of ${name}.`);
  return sum / count;
}
