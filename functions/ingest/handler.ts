import { objectStage } from '#platform/stage/object-stage.ts';
import { ingest } from './ingest.ts';

/** raw/* → snapshots/<runId>.<format>, .json */
export const handler = objectStage('ingest', ingest);
