import { table as columnTable, op } from 'arquero';
import {
  type ContactTerms,
  contactGainOf,
  contactTermsOf,
  isWorthContacting,
} from '../economics/contact-rule.ts';
import { rankByScore } from '../evaluation/ranking.ts';
import { rocAuc } from '../evaluation/roc-auc.ts';
import type { Fairness, FairnessGroup } from '../lake/fairness-document.ts';
import type { SchemaColumn, SchemaDocument } from '../schema/schema-document.ts';
import type { FeatureTable } from '../table/feature-table.ts';
import type { JudgedRows } from './judged-customers.ts';
import { groupsOfColumn } from './sensitive-groups.ts';

/**
 * The report on every column that the schema marks as sensitive: for each group of customers how well they are ranked,
 * whether their probabilities are right, and the errors at the contact boundary, each customer's own. Figures are out of
 * fold; a column that the table lacks is left out.
 */
export function fairnessBySensitive(
  table: FeatureTable,
  schema: SchemaDocument,
  judged: JudgedRows,
): Fairness {
  const contacted = contactedFlags(judged, contactTermsOf(schema.economics));
  return schema.columns
    .filter(({ sensitive }) => sensitive)
    .flatMap((column) => {
      const found = table.columns.find(({ name }) => name === column.name);
      if (found === undefined) return [];
      const { codes, names } = groupsOfColumn(found, judged.rows);
      return [
        { column: column.name, label: nameOf(column), groups: figuresOf(judged, contacted, codes, names) },
      ];
    });
}

const nameOf = ({ name, label }: SchemaColumn) => label ?? name;

function contactedFlags({ probabilities, values }: JudgedRows, terms: ContactTerms): Uint8Array {
  return Uint8Array.from(probabilities, (p, row) =>
    isWorthContacting(contactGainOf(p, values[row]!, terms)) ? 1 : 0,
  );
}

/** What a group's customers come to. */
interface GroupSums {
  readonly code: number;
  readonly customers: number;
  readonly left: number;
  readonly predicted: number;
  readonly contacted: number;
  readonly contactedLeavers: number;
}

/** The largest group first. */
function figuresOf(
  { labels, probabilities }: JudgedRows,
  contacted: Uint8Array,
  codes: Uint16Array,
  names: readonly string[],
): FairnessGroup[] {
  const contactedLeavers = contacted.map((flag, row) => flag * labels[row]!);
  const sums = columnTable({ code: codes, labels, probabilities, contacted, contactedLeavers })
    .groupby('code')
    .rollup({
      customers: op.count(),
      left: op.sum('labels'),
      predicted: op.sum('probabilities'),
      contacted: op.sum('contacted'),
      contactedLeavers: op.sum('contactedLeavers'),
    })
    .objects() as GroupSums[];
  return sums
    .map((group) => groupFigures(group, names[group.code]!, aucOf(group, codes, probabilities, labels)))
    .sort((a, b) => b.customers - a.customers || (a.group < b.group ? -1 : 1));
}

function groupFigures(sums: GroupSums, group: string, auc: number | null): FairnessGroup {
  const { customers, left, predicted, contacted, contactedLeavers } = sums;
  const stayed = customers - left;
  return {
    group,
    customers,
    left,
    rocAuc: auc,
    calibration: left === 0 ? null : predicted / left,
    contacted: contacted / customers,
    falsePositiveRate: stayed === 0 ? null : (contacted - contactedLeavers) / stayed,
    falseNegativeRate: left === 0 ? null : (left - contactedLeavers) / left,
  };
}

function aucOf(
  { code, customers, left }: GroupSums,
  codes: Uint16Array,
  probabilities: Float64Array,
  labels: Uint8Array,
): number | null {
  if (left === 0 || left === customers) return null;
  const inGroup = (_: number, row: number) => codes[row] === code;
  return rocAuc(rankByScore(probabilities.filter(inGroup), labels.filter(inGroup)));
}
