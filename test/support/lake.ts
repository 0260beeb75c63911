import { scoringOrderSchema } from '#core/lake/scoring-orders.ts';
import type { Executions } from '#platform/orchestration/executions.ts';
import { createRunLedger } from '#platform/runs/run-ledger.ts';
import type { ObjectArrival } from '#platform/stage/object-events.ts';
import type { TrainingOrder } from '#platform/training-task/training-tasks.ts';
import { clean } from '../../functions/clean/clean.ts';
import { features } from '../../functions/features/features.ts';
import { ingest } from '../../functions/ingest/ingest.ts';
import { scorePart } from '../../functions/score-part/score-part.ts';
import { planScoring } from '../../functions/score-plan/plan-scoring.ts';
import { publishScores } from '../../functions/score-publish/publish-scores.ts';
import { startScoring } from '../../functions/score-start/start-scoring.ts';
import { type TrainPorts, train } from '../../functions/train/train.ts';
import { trainInTask } from '../../functions/train/train-in-task.ts';
import { createMemoryInsightsWriter } from './memory-insights-writer.ts';
import { createMemoryObjectStore } from './memory-object-store.ts';
import { FUNCTION_MACHINE } from './training-machine.ts';

/** Every stage over a store in memory, called as S3's events would call them. */
export function createLake() {
  const store = createMemoryObjectStore();
  const ledger = createRunLedger(store);
  const insights = createMemoryInsightsWriter();
  const ports = { store, ledger };
  const startedTasks: TrainingOrder[] = [];
  const trainPorts: TrainPorts = {
    ...{ ...ports, ...FUNCTION_MACHINE },
    tasks: {
      async start(order) {
        startedTasks.push(order);
        return 'started';
      },
    },
  };
  let runId = '';
  const belongsTo = (id: string) => {
    runId = id;
  };
  const arrival = (key: string) => ({ key, arrivedAt: new Date('2026-11-22T09:00:10Z'), version: {} });
  return {
    store,
    ledger,
    insights,
    put: (key: string, body: string | Uint8Array) => store.write(key, body, { contentType: 'text/csv' }),
    async ingest(key: string, arrivedAt = '2026-11-22T09:00:10Z') {
      await ingest(ports, { ...arrival(key), arrivedAt: new Date(arrivedAt) }, belongsTo);
      return runId;
    },
    clean: (run: string) => clean(ports, arrival(`snapshots/${run}.json`), belongsTo),
    features: (run: string) => features(ports, arrival(`clean/${run}/quality.json`), belongsTo),
    train: (run: string, machine: Partial<TrainPorts> = {}) =>
      train({ ...trainPorts, ...machine }, arrival(`features/${run}/profile.json`), belongsTo),
    trainOn: (object: ObjectArrival) => train(trainPorts, object, belongsTo),
    /** The orders of training tasks; none is carried out before `trainInTask`. */
    startedTasks,
    trainInTask: (run: string, machine: Partial<TrainPorts> = {}) =>
      trainInTask({ ...trainPorts, ...machine }, run, async () => {}),
    /** Starts scoring and does its steps, once each; the parts in the order that is asked for. */
    async score(orderOf = (parts: readonly number[]) => parts): Promise<void> {
      const orders: unknown[] = [];
      const executions: Executions = {
        async start(_name, order) {
          orders.push(order);
          return 'under way';
        },
      };
      await startScoring({ ...ports, executions }, belongsTo);
      const all = { ...ports, writer: insights.writer, reader: insights.reader };
      for (const order of orders) {
        const { parts, ...plan } = await planScoring(all, scoringOrderSchema.parse(order));
        for (const part of orderOf(parts)) await scorePart(all, { ...plan, part });
        await publishScores(all, { ...plan, startedAt: '2026-11-22T09:00:20.000Z' });
      }
    },
  };
}
