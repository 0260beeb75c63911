import type { Stage } from '#core/lake/run-status.ts';
import { requiredEnvironment } from '../environment.ts';
import { createRunLedger, type RunLedger } from '../runs/run-ledger.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { createS3ObjectStore } from '../store/s3-object-store.ts';
import type { ObjectArrival } from './object-events.ts';
import { type StageHandler, stageHandler } from './stage-handler.ts';

/** What every stage works with. */
export interface StagePorts {
  readonly store: ObjectStore;
  readonly ledger: RunLedger;
}

/** A stage's work on one object that arrived; `belongsTo` is told the run as soon as it is known. */
export type StageWork = (
  ports: StagePorts,
  object: ObjectArrival,
  belongsTo: (runId: string) => void,
) => Promise<void>;

/** The ports that the template's variables name. */
export function stagePortsFromEnvironment(): StagePorts {
  const store = createS3ObjectStore(requiredEnvironment('DATA_BUCKET'));
  return { store, ledger: createRunLedger(store) };
}

/** The Lambda handler of a stage that an object's arrival starts. */
export function objectStage(stage: Stage, work: StageWork): StageHandler {
  const ports = stagePortsFromEnvironment();
  return stageHandler({
    stage,
    ledger: ports.ledger,
    work: (object, belongsTo) => work(ports, object, belongsTo),
  });
}
