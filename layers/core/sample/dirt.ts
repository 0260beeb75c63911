import { telcoSchema } from '../schema/telco-schema.ts';
import type { Draws } from './draws.ts';
import { TELCO_HEADER } from './telco-record.ts';

/** Share of the sample's rows that have each fault; a row may have several. */
export const DIRT_SHARES = {
  blankCategory: 0.003,
  straySpaces: 0.005,
  otherCase: 0.003,
  totalNotANumber: 0.001,
  monthlyNotANumber: 0.0003,
  tooFewFields: 0.0005,
  repeatedRow: 0.001,
  conflictingRow: 0.0005,
} as const;

const CATEGORY_POSITIONS = telcoSchema.columns
  .filter((column) => column.type === 'category')
  .map((column) => TELCO_HEADER.indexOf(column.name));
const MONTHLY_POSITION = TELCO_HEADER.indexOf(telcoSchema.monthlyCharge);
const TOTAL_POSITION = TELCO_HEADER.indexOf('TotalCharges');
const NOT_A_NUMBER = 'N/A';

/** A record with the faults that hand-kept files have, at the rates of DIRT_SHARES. */
export function soiled(record: readonly string[], draws: Draws): string[] {
  const fields = [...record];
  const anyCategory = () => draws.anyOf(CATEGORY_POSITIONS);
  if (draws.chance(DIRT_SHARES.blankCategory)) fields[anyCategory()] = '';
  if (draws.chance(DIRT_SHARES.straySpaces)) change(fields, anyCategory(), (cell) => ` ${cell}  `);
  if (draws.chance(DIRT_SHARES.otherCase)) change(fields, anyCategory(), (cell) => cell.toLowerCase());
  if (draws.chance(DIRT_SHARES.totalNotANumber)) fields[TOTAL_POSITION] = NOT_A_NUMBER;
  if (draws.chance(DIRT_SHARES.monthlyNotANumber)) fields[MONTHLY_POSITION] = NOT_A_NUMBER;
  if (draws.chance(DIRT_SHARES.tooFewFields)) fields.length = MONTHLY_POSITION;
  return fields;
}

/** The same customer with another monthly charge. */
export function conflicting(record: readonly string[]): string[] {
  const fields = [...record];
  change(fields, MONTHLY_POSITION, (charge) => String(Math.round(Number(charge) * 100 + 500) / 100));
  return fields;
}

function change(fields: string[], position: number, by: (cell: string) => string): void {
  fields[position] = by(fields[position]!);
}
