import * as z from 'zod';
import { SchemaError } from '../errors.ts';
import { candidateNameOf, candidateSettingsSchema } from './candidate-settings.ts';

const columnName = z.string().min(1).max(128);

const columnBase = {
  /** The column's name in the CSV header and in /predict's JSON. */
  name: columnName,
  /** A short name for people; the dashboard shows it in place of `name`. */
  label: z.string().min(1).max(128).optional(),
  /**
   * A blank is ordinary here (the total of a customer of this month): not counted as a fault, and /predict may leave
   * the field out. A blank elsewhere is kept as missing and counted, and /predict wants the field, `null` meaning not
   * known. Only the id, tenure and monthlyCharge columns may never be blank: such a row is rejected.
   */
  nullable: z.boolean().default(false),
  /** Protected by law or policy: the fairness report is split by it. */
  sensitive: z.boolean().default(false),
  /** The company can change it for a customer (a contract, a service), so it may appear in recommendations. */
  actionable: z.boolean().default(false),
};

const numericColumn = z.strictObject({
  ...columnBase,
  type: z.literal('numeric'),
  /** Smallest and largest value accepted; outside it the cell is unusable. */
  min: z.number().optional(),
  max: z.number().optional(),
  /**
   * The only way in which a higher value may move the probability of leaving, whatever the data say. The model then
   * reads the column itself and none of the features derived from it.
   */
  monotone: z.enum(['increasing', 'decreasing']).optional(),
});

const categoryColumn = z.strictObject({
  ...columnBase,
  type: z.literal('category'),
  /** The known values. Others are kept, counted in quality.json and treated by the model as unseen. */
  values: z.array(z.string().min(1)).min(1).optional(),
});

const columnSchema = z.discriminatedUnion('type', [numericColumn, categoryColumn]);

const economicsSchema = z.strictObject({
  /** ISO 4217 code of every amount. */
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** Share of revenue that is margin, in (0, 1]. */
  margin: z.number().gt(0).max(1),
  /** Months ahead over which a loss is counted. */
  horizonMonths: z.number().gt(0).max(120),
  /** By how much money of next year is worth less than today's: 0.1 makes 110 in a year worth 100 now. */
  annualDiscountRate: z.number().min(0).max(10).default(0.1),
  /** Cost of the offer to a customer who accepts it, in `currency`. */
  offerCost: z.number().min(0),
  /** Cost of contacting one customer, in `currency`. */
  contactCost: z.number().min(0),
  /** Beta prior of the chance that a contacted churner accepts. */
  acceptancePrior: z.strictObject({ alpha: z.number().gt(0).max(1e9), beta: z.number().gt(0).max(1e9) }),
});

const documentSchema = z.strictObject({
  name: z.string().min(1).max(128),
  /** Column that identifies a customer. */
  id: columnName,
  label: z.strictObject({
    column: columnName,
    /** The value that says the customer left, and the one that says they stayed. Blank means not known. */
    positive: z.string().min(1),
    negative: z.string().min(1),
  }),
  /** Numeric columns with a meaning of their own: months since joining, amount a month, amount so far. */
  tenure: columnName,
  monthlyCharge: columnName,
  totalCharge: columnName.optional(),
  /**
   * Column with the day on which each row was observed, as 2026-11-23 with or without a time. Models are then compared on
   * the latest days; no model reads it. A row without a date is rejected.
   */
  date: columnName.optional(),
  /** Numbers in uploads are written as 1.234,5 or 1234,5 in place of 1234.5. */
  decimalComma: z.boolean().default(false),
  /** The columns the model reads, in the order of the canonical CSV. */
  columns: z.array(columnSchema).min(1).max(1000),
  /** Category columns (or the derived `tenure_group`) by which the dashboard breaks the base down. */
  segmentBy: z.array(columnName).max(20),
  /** A probability at or above `medium` (`high`) is MEDIUM (HIGH) risk. */
  riskThresholds: z.strictObject({ medium: z.number().gt(0).lt(1), high: z.number().gt(0).lt(1) }),
  economics: economicsSchema,
  training: z
    .strictObject({
      /** From the simplest to the most complex: of two that are as good the first is taken. */
      candidates: z.array(candidateSettingsSchema).min(1).max(12).optional(),
      /** From so many labelled customers on a training is a task of its own, even where a function could do it. */
      taskFromRows: z.number().int().min(1).optional(),
    })
    .optional(),
  scoring: z
    .strictObject({
      /** Customers whom one function scores; fewer make more parts, which are scored at once. @default 250,000 */
      partRows: z.number().int().min(100).max(250_000).optional(),
    })
    .optional(),
});

/** The one document that everything about a customer base follows from; see design of `config/schema.json`. */
export type SchemaDocument = z.infer<typeof documentSchema>;
export type SchemaColumn = SchemaDocument['columns'][number];
export type Economics = SchemaDocument['economics'];
export type RiskThresholds = SchemaDocument['riskThresholds'];

/** The name of the derived tenure band, usable in `segmentBy` beside the category columns. */
export const TENURE_GROUP = 'tenure_group';

/**
 * Reads a schema document from parsed JSON.
 * @throws SchemaError naming every offending path.
 */
export function parseSchemaDocument(input: unknown): SchemaDocument {
  const parsed = documentSchema.safeParse(input);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(
      (issue) => `${issue.path.join('.') || '(root)'}: ${issue.message}`,
    );
    throw new SchemaError('SCHEMA_INVALID', `The schema document is not valid: ${faults.join('; ')}`);
  }
  const faults = referenceFaults(parsed.data);
  if (faults.length > 0) {
    throw new SchemaError('SCHEMA_INVALID', `The schema document is not valid: ${faults.join('; ')}`);
  }
  return withLowestAmounts(parsed.data);
}

/** Nobody joins in the future or is paid for staying: tenure and monthlyCharge begin at 0 unless the schema says more. */
function withLowestAmounts(schema: SchemaDocument): SchemaDocument {
  const columns = schema.columns.map((column) =>
    column.type === 'numeric' && isAmount(schema, column.name) ? { ...column, min: column.min ?? 0 } : column,
  );
  return { ...schema, columns };
}

function isAmount({ tenure, monthlyCharge }: SchemaDocument, name: string): boolean {
  return name === tenure || name === monthlyCharge;
}

function referenceFaults(schema: SchemaDocument): string[] {
  const faults: string[] = [];
  const byName = new Map(schema.columns.map((column) => [column.name, column]));
  const others = schema.date === undefined ? [] : [schema.date];
  const names = [schema.id, schema.label.column, ...others, ...schema.columns.map(({ name }) => name)];
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  for (const name of new Set(repeated)) faults.push(`column ${name} is named twice`);
  for (const role of ['tenure', 'monthlyCharge', 'totalCharge'] as const) {
    const name = schema[role];
    if (name !== undefined && byName.get(name)?.type !== 'numeric') {
      faults.push(`${role}: ${name} is not one of the numeric columns`);
    }
  }
  for (const column of schema.columns) {
    if (column.type === 'numeric' && isAmount(schema, column.name) && (column.min ?? 0) < 0) {
      faults.push(`columns: ${column.name} is tenure or monthlyCharge, so that its min must be at least 0`);
    }
  }
  for (const name of schema.segmentBy) {
    if (name !== TENURE_GROUP && byName.get(name)?.type !== 'category') {
      faults.push(`segmentBy: ${name} is neither a category column nor ${TENURE_GROUP}`);
    }
  }
  const candidates = (schema.training?.candidates ?? []).map(candidateNameOf);
  for (const name of new Set(
    candidates.filter((candidate, index) => candidates.indexOf(candidate) !== index),
  )) {
    faults.push(`training.candidates: ${name} is there twice`);
  }
  if (schema.label.positive === schema.label.negative)
    faults.push('label: positive and negative are the same');
  if (schema.riskThresholds.medium >= schema.riskThresholds.high) {
    faults.push('riskThresholds: medium must be below high');
  }
  return faults;
}
