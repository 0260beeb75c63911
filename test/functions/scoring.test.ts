import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import { SCHEMA_KEY, scoredPartKey, scoringWritingKey } from '#core/lake/keys.ts';
import type { PartOrder, ScoringPlan } from '#core/lake/scoring-orders.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { scorePart } from '../../functions/score-part/score-part.ts';
import { planScoring } from '../../functions/score-plan/plan-scoring.ts';
import { publishScores } from '../../functions/score-publish/publish-scores.ts';
import { createLake } from '../support/lake.ts';
import { sampleCsv } from '../support/sample-csv.ts';

process.env.CODE_VERSION = 'test';

const quick = {
  ...telcoSchema,
  training: { candidates: [{ algorithm: 'logistic-regression', inverseStrength: 1 }] },
};
const startedAt = '2026-11-22T09:00:20.000Z';
type Lake = ReturnType<typeof createLake>;

/** A lake whose run waits for its scoring, in parts of so many customers. */
async function trainedLake(partRows: number): Promise<{ lake: Lake; runId: string }> {
  const lake = createLake();
  await lake.put(SCHEMA_KEY, JSON.stringify({ ...quick, scoring: { partRows } }));
  await lake.put('raw/base.csv', sampleCsv(600, 5));
  const runId = await lake.ingest('raw/base.csv');
  await lake.clean(runId);
  await lake.features(runId);
  await lake.train(runId);
  return { lake, runId };
}

let trained: Awaited<ReturnType<typeof trainedLake>>;
let whole: Awaited<ReturnType<typeof trainedLake>>;
beforeAll(async () => {
  trained = await trainedLake(130);
  whole = await trainedLake(250_000);
});

let lake: Lake;
let runId: string;
let order: { readonly runId: string; readonly modelVersion: string };
beforeEach(() => {
  lake = createLake();
  for (const [key, bytes] of trained.lake.store.objects) lake.store.objects.set(key, bytes);
  runId = trained.runId;
  order = { runId, modelVersion: `m-${runId}` };
});

const ports = () => ({ ...lake, writer: lake.insights.writer, reader: lake.insights.reader });
const partsOf = ({ parts, ...plan }: ScoringPlan): PartOrder[] => parts.map((part) => ({ ...plan, part }));
const publishOf = ({ parts: _, ...plan }: ScoringPlan) => publishScores(ports(), { ...plan, startedAt });

/** Counts the batches of rows that are written from now on. */
function writesOfRows(): { count: number } {
  const writes = { count: 0 };
  const { writePart } = lake.insights.writer;
  lake.insights.writer.writePart = (...given) => {
    writes.count++;
    return writePart(...given);
  };
  return writes;
}

describe('a run in parts', () => {
  it('ends with the rows of the same run in one part, and its figures but for the last digits', async () => {
    await lake.score((parts) => parts.toReversed());
    await whole.lake.score();
    const [parted, once] = [lake.insights, whole.lake.insights];
    expect([...parted.rows.get(runId)!.values()].length).toBeGreaterThan(500);
    const sorted = (rows: ReadonlyMap<string, ScoredRow>) =>
      [...rows.values()]
        .map(({ reasons, ...row }) => ({ ...row, reasons: reasons?.map(({ feature }) => feature) }))
        .sort((a, b) => (a.customerId < b.customerId ? -1 : 1));
    expect(sorted(parted.rows.get(runId)!)).toEqual(sorted(once.rows.get(whole.runId)!));
    const figures = (insights: typeof parted, id: string) => insights.insights.get(id)!;
    const [is, should] = [figures(parted, runId), figures(once, whole.runId)];
    expect(is.segments.map(({ segment, customers }) => [segment, customers])).toEqual(
      should.segments.map(({ segment, customers }) => [segment, customers]),
    );
    expect(is.total.expectedLoss).toBeCloseTo(should.total.expectedLoss, 6);
    expect(is.total.clv).toBeCloseTo(should.total.clv!, 5);
    expect(parted.documents.get(`${runId} survival`)).toEqual(once.documents.get(`${whole.runId} survival`));
    expect(await lake.ledger.find(runId)).toMatchObject({ state: 'published' });
  });

  it('has the same figures to the last bit in whatever order its parts were done', async () => {
    await lake.score();
    const first = lake.insights.insights.get(runId);
    const other = createLake();
    for (const [key, bytes] of trained.lake.store.objects) other.store.objects.set(key, bytes);
    await other.score((parts) => parts.toReversed());
    expect(other.insights.insights.get(runId)).toEqual(first);
  });

  it('says how many rows all parts together have done', async () => {
    const plan = await planScoring(ports(), order);
    const [one, two, three] = partsOf(plan);
    await Promise.all([scorePart(ports(), three!), scorePart(ports(), one!)]);
    const status = await lake.ledger.find(runId);
    expect(status).toMatchObject({
      state: 'scoring',
      progress: { stage: 'score', rowsDone: 260, rowsTotal: status?.customers },
    });
    await scorePart(ports(), two!);
    await scorePart(ports(), two!);
    expect((await lake.ledger.find(runId))?.progress?.rowsDone).toBe(390);
  });
});

describe('a part', () => {
  it('that is done is not done again, in this execution or the next', async () => {
    for (const part of partsOf(await planScoring(ports(), order))) await scorePart(ports(), part);
    const writes = writesOfRows();
    const again = await planScoring(ports(), order);
    for (const part of partsOf(again)) await scorePart(ports(), part);
    expect(writes.count).toBe(0);
    expect(await publishOf(again)).toMatchObject({ outcome: 'published' });
  });

  it('is done again where the rows are gone, or another model took the run over', async () => {
    const plan = await planScoring(ports(), order);
    for (const part of partsOf(plan)) await scorePart(ports(), part);
    lake.insights.staged.delete(runId);
    const writes = writesOfRows();
    const again = await planScoring(ports(), order);
    for (const part of partsOf(again)) await scorePart(ports(), part);
    expect(writes.count).toBe(again.parts.length);
    await expect(publishOf(plan)).rejects.toMatchObject({ code: 'PART_MISSING' });
    lake.insights.runs.set(runId, { ...lake.insights.runs.get(runId)!, modelVersion: 'm-other' });
    expect((await planScoring(ports(), order)).writingId).not.toBe(again.writingId);
  });

  it('is done again where the features are others', async () => {
    const plan = await planScoring(ports(), order);
    const [first] = partsOf(plan);
    await scorePart(ports(), first!);
    const key = `features/${runId}/customer_features.csv`;
    const text = await lake.store.readText(key);
    await lake.put(key, text.replace(/,Month-to-month,/g, ',Two year,'));
    const writes = writesOfRows();
    await scorePart(ports(), first!);
    expect(writes.count).toBe(1);
  });

  it('must be one of the run, with as many rows as the profile says', async () => {
    const plan = await planScoring(ports(), order);
    const [first] = partsOf(plan);
    await expect(scorePart(ports(), { ...first!, part: 99 })).rejects.toMatchObject({ code: 'PART_UNKNOWN' });
    const key = `features/${runId}/customer_features.csv`;
    const lines = (await lake.store.readText(key)).trimEnd().split('\n');
    await lake.put(key, `${lines.slice(0, -1).join('\n')}\n`);
    await expect(scorePart(ports(), first!)).rejects.toMatchObject({ code: 'ROW_COUNT_MISMATCH' });
    expect(await lake.store.head(scoredPartKey(runId, order.modelVersion, 1))).toBeUndefined();
  });
});

describe('publishing', () => {
  it('waits for every part', async () => {
    const plan = await planScoring(ports(), order);
    for (const part of partsOf(plan).slice(1)) await scorePart(ports(), part);
    await expect(publishOf(plan)).rejects.toMatchObject({
      code: 'PART_MISSING',
      message: expect.stringContaining('Part 1 of 5'),
    });
    expect(lake.insights.published).toEqual([]);
  });

  it('of rows that are not all there fails, and the next attempt writes them all again', async () => {
    const plan = await planScoring(ports(), order);
    for (const part of partsOf(plan)) await scorePart(ports(), part);
    const staged = lake.insights.staged.get(runId)!;
    staged.delete([...staged.keys()][7]!);
    await expect(publishOf(plan)).rejects.toThrow();
    const before = await lake.store.readText(scoringWritingKey(runId, order.modelVersion));
    expect(before).not.toContain(plan.writingId);
    await lake.score();
    expect(lake.insights.published).toEqual([runId]);
  });

  it('does not depend on the old runs’ being dropped', async () => {
    lake.insights.writer.applyRetention = () => Promise.reject(new Error('went away'));
    await lake.score();
    expect((await lake.ledger.find(runId))?.state).toBe('published');
  });
});
