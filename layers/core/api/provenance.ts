import { z } from 'zod';

/** Which published run a number belongs to; on every answer. */
export const provenance = {
  runId: z.string(),
  /** When the run was published. */
  asOf: z.string(),
  modelVersion: z.string(),
};
