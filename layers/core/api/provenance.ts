import * as z from 'zod';

/** ISO 8601 in UTC, e.g. `2026-11-22T09:00:10.123Z`. */
export const timeSchema = z.string().meta({ format: 'date-time' });

/** ISO 4217 code of the amounts beside it. */
export const currencySchema = z.string().regex(/^[A-Z]{3}$/);

/** Which published run a number belongs to; on every answer. */
export const provenance = {
  runId: z.string().describe('The published run that the figures belong to.'),
  asOf: timeSchema.describe('When the run was published.'),
  modelVersion: z.string().describe('The model that scored the run.'),
};
