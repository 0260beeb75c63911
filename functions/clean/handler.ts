import { objectStage } from '#platform/stage/object-stage.ts';
import { clean } from './clean.ts';

/** snapshots/<runId>.json → clean/<runId>/clean_customers.csv, rejected.csv, quality.json */
export const handler = objectStage('clean', clean);
