import { objectStage } from '#platform/stage/object-stage.ts';
import { ingest } from './ingest.ts';

/** raw/*.csv → snapshots/<runId>.csv, .json */
export const handler = objectStage('ingest', ingest);
