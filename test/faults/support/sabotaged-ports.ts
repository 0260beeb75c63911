import type { InsightsReader, InsightsWriter } from '#platform/insights-store/insights-store.ts';
import type { ObjectStore } from '#platform/store/object-store.ts';
import type { FaultyProcess, InjectedFault, Sabotage } from './sabotage.ts';

export type ScoreReader = Pick<InsightsReader, 'findPublishedRun' | 'totals' | 'segments' | 'movers'>;

/** The store as one process sees it. A stream that is read dies in its middle, one that is written before its end. */
export function sabotagedStore(store: ObjectStore, sabotage: Sabotage, process: FaultyProcess): ObjectStore {
  const step: <T>(name: string, act: () => Promise<T>) => Promise<T> = (name, act) =>
    sabotage.step(name, process, act);
  return {
    read: (key, version) =>
      sabotage.step(`read ${key}`, process, () => store.read(key, version), { after: cutInTheMiddle }),
    readRange: (key, start, end) => step(`read range of ${key}`, () => store.readRange(key, start, end)),
    readBytes: (key) => step(`read ${key}`, () => store.readBytes(key)),
    readText: (key) => step(`read ${key}`, () => store.readText(key)),
    head: (key) => step(`head ${key}`, () => store.head(key)),
    write: (key, body, options) => step(`write ${key}`, () => store.write(key, body, options)),
    writeStream: (key, body, contentType) =>
      sabotage.step(`write ${key}`, process, () => store.writeStream(key, body, contentType), {
        before: () => takeOneChunk(body),
      }),
    copy: (source, target, version) => step(`copy to ${target}`, () => store.copy(source, target, version)),
    list: (prefix, limit, startAfter) => step(`list ${prefix}`, () => store.list(prefix, limit, startAfter)),
  };
}

/** The database as one process sees it. */
export function sabotagedWriter(
  writer: InsightsWriter,
  sabotage: Sabotage,
  process: FaultyProcess,
): InsightsWriter {
  const step: <T>(name: string, act: () => Promise<T>) => Promise<T> = (name, act) =>
    sabotage.step(name, process, act);
  return {
    beginRun: (run) => step('begin run', () => writer.beginRun(run)),
    holdsRows: (runId, modelVersion) => step('look for rows', () => writer.holdsRows(runId, modelVersion)),
    writePart: (part, rows) => step(`write part ${part.part}`, () => writer.writePart(part, rows)),
    sealRun: (order, rows) => step('seal run', () => writer.sealRun(order, rows)),
    writeInsights: (runId, insights) => step('write insights', () => writer.writeInsights(runId, insights)),
    writeDocument: (runId, name, document) =>
      step(`write document ${name}`, () => writer.writeDocument(runId, name, document)),
    writeModel: (metadata) => step('write model', () => writer.writeModel(metadata)),
    publish: (order, rows) => step('publish', () => writer.publish(order, rows)),
    applyRetention: () => step('apply retention', () => writer.applyRetention()),
  };
}

export function sabotagedReader(
  reader: ScoreReader,
  sabotage: Sabotage,
  process: FaultyProcess,
): ScoreReader {
  const step: <T>(name: string, act: () => Promise<T>) => Promise<T> = (name, act) =>
    sabotage.step(name, process, act);
  return {
    findPublishedRun: () => step('find the published run', () => reader.findPublishedRun()),
    totals: (runId) => step('read totals', () => reader.totals(runId)),
    segments: (runId, dimension) => step('read segments', () => reader.segments(runId, dimension)),
    movers: (runId, previous, limit) => step('read movers', () => reader.movers(runId, previous, limit)),
  };
}

function cutInTheMiddle(chunks: AsyncIterable<Uint8Array>, fault: InjectedFault): AsyncIterable<Uint8Array> {
  return (async function* () {
    for await (const chunk of chunks) {
      yield chunk.subarray(0, chunk.byteLength / 2);
      throw fault;
    }
  })();
}

async function takeOneChunk(body: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of body) return;
}
