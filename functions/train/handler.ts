import { objectStage } from '#platform/stage/object-stage.ts';
import { train } from './train.ts';

/** features/<runId>/profile.json → models/<version>/model.onnx, metadata.json → models/champion.json */
export const handler = objectStage('train', train);
