import { parseSchemaDocument } from '#core/schema/schema-document.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';

/** A small schema of another business, so that the tests do not lean on the default one. */
export const plansSchema = parseSchemaDocument({
  name: 'Plans',
  id: 'client',
  label: { column: 'gone', positive: 'gone', negative: 'here' },
  tenure: 'months',
  monthlyCharge: 'fee',
  totalCharge: 'paid',
  columns: [
    { name: 'plan', type: 'category', values: ['Basic plan', 'Pro'] },
    { name: 'city', type: 'category' },
    { name: 'months', type: 'numeric', min: 0, max: 600 },
    { name: 'fee', type: 'numeric', min: 0 },
    { name: 'paid', type: 'numeric', min: 0, nullable: true },
    { name: 'score', type: 'numeric', min: -1, max: 1 },
  ],
  segmentBy: ['plan', 'tenure_group'],
  riskThresholds: telcoSchema.riskThresholds,
  economics: telcoSchema.economics,
});

/** A raw file's header in an order of its own. */
export const PLANS_HEADER = 'client,fee,months,plan,city,score,paid,gone';
