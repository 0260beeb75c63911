import { objectStage } from '#platform/stage/object-stage.ts';
import { features } from './features.ts';

/** clean/<runId>/quality.json → features/<runId>/customer_features.csv, profile.json */
export const handler = objectStage('features', features);
