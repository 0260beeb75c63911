import type { RunStatus, Stage } from '#core/lake/run-status.ts';
import type { Executions } from '#platform/orchestration/executions.ts';
import { createRunLedger, type RunLedger } from '#platform/runs/run-ledger.ts';
import { stageHandler } from '#platform/stage/stage-handler.ts';
import type { ObjectStore } from '#platform/store/object-store.ts';
import { clean } from '../../../functions/clean/clean.ts';
import { features } from '../../../functions/features/features.ts';
import { giveUp } from '../../../functions/give-up/give-up.ts';
import { ingest } from '../../../functions/ingest/ingest.ts';
import { startScoring } from '../../../functions/score-start/start-scoring.ts';
import { createMemoryInsightsWriter } from '../../support/memory-insights-writer.ts';
import { createMemoryObjectStore } from '../../support/memory-object-store.ts';
import { trainInFunction } from '../../support/training-machine.ts';
import { EventCloud, type HandlerFactory } from './event-cloud.ts';
import { type Fault, type FaultyProcess, Sabotage } from './sabotage.ts';
import { sabotagedReader, sabotagedStore, sabotagedWriter } from './sabotaged-ports.ts';
import { ScoringExecutions } from './scoring-executions.ts';
import { createReader } from './whole-things.ts';

/** All stages behind S3's events over stores in memory, where one operation goes wrong. */
export interface FaultyLake {
  readonly store: ReturnType<typeof createMemoryObjectStore>;
  readonly insights: ReturnType<typeof createMemoryInsightsWriter>;
  readonly ledger: RunLedger;
  readonly cloud: EventCloud;
  /** What the reader saw that it should not have, and at which operation. */
  readonly sights: readonly string[];
  /** The name of every operation so far. */
  readonly operations: readonly string[];
  uploads(): number;
  /** Uploads a file, each a second after the one before. */
  upload(name: string, csv: string): Promise<void>;
  /** The runs, the oldest first. */
  runs(): Promise<readonly RunStatus[]>;
}

export interface FaultyLakeOptions {
  readonly fault?: Fault;
  /** The lake to begin as. */
  readonly like?: FaultyLake;
  /** Waits around every operation, to mix processes that run at once. */
  readonly pause?: (operation: string) => Promise<void>;
}

export function createFaultyLake({
  fault,
  like,
  pause = async () => {},
}: FaultyLakeOptions = {}): FaultyLake {
  const store = createMemoryObjectStore();
  const insights = createMemoryInsightsWriter();
  if (like !== undefined) copyOf(like, { store, insights });
  const ledger = createRunLedger(store);
  const sights: string[] = [];
  const look = createReader(store.objects, insights);
  const sabotage = new Sabotage(fault, async (operation) => {
    await pause(operation);
    for (const sight of look()) sights.push(`${operation}: ${sight}`);
  });
  let uploads = like?.uploads() ?? 0;
  const handlerOf: HandlerFactory = (stage, process) =>
    handlerFor(stage, process, sabotagedStore(eventful, sabotage, process));
  const cloud = new EventCloud(handlerOf, (record) => giveUp({ store, ledger }, record));
  const executions = new ScoringExecutions({
    portsOf: (process) => {
      const seen = sabotagedStore(eventful, sabotage, process);
      return {
        ...{ store: seen, ledger: createRunLedger(seen) },
        writer: sabotagedWriter(insights.writer, sabotage, process),
        reader: sabotagedReader(insights.reader, sabotage, process),
      };
    },
    giveUp: (record) => giveUp({ store, ledger }, record),
    later: (work) => cloud.later(work),
  });
  const eventful = tellingOfWrites(store, (key) => {
    cloud.objectWritten(key, new Date(Date.UTC(2026, 10, 22, 9, 0, uploads)).toISOString());
  });

  function handlerFor(stage: Stage, process: FaultyProcess, seen: ObjectStore) {
    const ports = { store: seen, ledger: createRunLedger(seen) };
    if (stage === 'score') {
      const arrival = { key: 'models/champion.json', arrivedAt: new Date(), version: {} };
      const seenExecutions: Executions = {
        start: (name, input) =>
          sabotage.step(`start execution ${name}`, process, () => executions.start(name, input)),
      };
      const work = (_: unknown, belongsTo: (runId: string) => void) =>
        startScoring({ ...ports, executions: seenExecutions }, belongsTo);
      return stageHandler({
        stage,
        ledger: ports.ledger,
        objectsOf: () => [arrival],
        isWholeStage: false,
        work,
      });
    }
    const work = { ingest, clean, features, train: trainInFunction }[stage];
    return stageHandler({
      stage,
      ledger: ports.ledger,
      work: (object, belongsTo) => work(ports, object, belongsTo),
    });
  }

  return {
    store,
    insights,
    ledger,
    cloud,
    sights,
    operations: sabotage.operations,
    uploads: (): number => uploads,
    async upload(name: string, csv: string): Promise<void> {
      uploads++;
      await eventful.write(`raw/${name}`, csv, { contentType: 'text/csv' });
    },
    async runs() {
      const keys = await store.list('runs/', 100);
      const found = await Promise.all(keys.map((key) => ledger.find(key.slice('runs/'.length, -5))));
      return found.map((run) => run!);
    },
  };
}

function tellingOfWrites(store: ObjectStore, tell: (key: string) => void): ObjectStore {
  return {
    ...store,
    async write(key, body, options) {
      await store.write(key, body, options);
      tell(key);
    },
    async writeStream(key, body, contentType) {
      await store.writeStream(key, body, contentType);
      tell(key);
    },
    async copy(source, target, version) {
      await store.copy(source, target, version);
      tell(target);
    },
  };
}

function copyOf(from: FaultyLake, to: Pick<FaultyLake, 'store' | 'insights'>): void {
  for (const [key, bytes] of from.store.objects) to.store.objects.set(key, bytes);
  for (const name of ['staged', 'rows'] as const) {
    for (const [runId, rows] of from.insights[name]) to.insights[name].set(runId, new Map(rows));
  }
  for (const name of ['runs', 'insights', 'models', 'documents'] as const) {
    const target = to.insights[name] as Map<string, unknown>;
    for (const [key, value] of from.insights[name]) target.set(key, value);
  }
  to.insights.published.push(...from.insights.published);
}
