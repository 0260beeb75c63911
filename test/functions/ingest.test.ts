import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { snapshotManifestSchema } from '#core/lake/documents.ts';
import { CONTENTS_PREFIX, RUNS_PREFIX, SNAPSHOTS_PREFIX } from '#core/lake/keys.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { createRunLedger } from '#platform/runs/run-ledger.ts';
import { readJson } from '#platform/store/json-objects.ts';
import { ingest } from '../../functions/ingest/ingest.ts';
import { createMemoryObjectStore } from '../support/memory-object-store.ts';

function createLake() {
  const store = createMemoryObjectStore();
  const ledger = createRunLedger(store);
  const arrive = (key: string, arrivedAt: string) =>
    ingest({ store, ledger }, { key, arrivedAt: new Date(arrivedAt), version: {} }, () => {});
  const put = (key: string, text: string) => store.write(key, text, { contentType: 'text/csv' });
  return { store, ledger, arrive, put };
}

describe('ingest', () => {
  it('takes a snapshot named by the time and the content', async () => {
    const { store, ledger, arrive, put } = createLake();
    await put('raw/base.csv', 'a,b\n1,2\n');
    await arrive('raw/base.csv', '2026-11-22T09:00:10.500Z');
    const [data, manifest] = await store.list(SNAPSHOTS_PREFIX, 10);
    const runId = (data ?? '').slice(SNAPSHOTS_PREFIX.length, -4);
    expect(runId).toMatch(/^20261122T090010Z-[0-9a-f]{8}$/);
    expect(manifest).toBe(`snapshots/${runId}.json`);
    expect(await store.readText(data ?? '')).toBe('a,b\n1,2\n');
    const read = await readJson(store, manifest ?? '', snapshotManifestSchema);
    expect(read).toMatchObject({
      runId,
      sourceKey: 'raw/base.csv',
      bytes: 8,
      schema: { id: telcoSchema.id },
    });
    expect(read.contentSha256.slice(0, 8)).toBe(runId.slice(-8));
    expect((await ledger.find(runId))?.state).toBe('received');
  });

  it('makes one run of the same bytes, however often, under whatever name and at once', async () => {
    const { store, arrive, put } = createLake();
    await put('raw/a.csv', 'same');
    await put('raw/b.csv', 'same');
    await Promise.all([
      arrive('raw/a.csv', '2026-11-22T09:00:10Z'),
      arrive('raw/b.csv', '2026-11-22T09:00:11Z'),
    ]);
    await arrive('raw/a.csv', '2026-11-22T11:00:00Z');
    expect(await store.list(RUNS_PREFIX, 10)).toHaveLength(1);
    expect(await store.list(SNAPSHOTS_PREFIX, 10)).toHaveLength(2);
  });

  it('makes a second run of the same bytes under another schema document', async () => {
    const { store, arrive, put } = createLake();
    await put('raw/a.csv', 'same');
    await arrive('raw/a.csv', '2026-11-22T09:00:10Z');
    const schema = { ...telcoSchema, economics: { ...telcoSchema.economics, margin: 0.3 } };
    await store.write('config/schema.json', JSON.stringify(schema), { contentType: 'application/json' });
    await arrive('raw/a.csv', '2026-11-22T09:05:10Z');
    expect(await store.list(CONTENTS_PREFIX, 10)).toHaveLength(2);
    expect(await store.list(RUNS_PREFIX, 10)).toHaveLength(2);
  });

  it('finishes a snapshot that an earlier attempt left half done', async () => {
    const { store, arrive, put } = createLake();
    await put('raw/a.csv', 'same');
    await arrive('raw/a.csv', '2026-11-22T09:00:10Z');
    const [, manifest] = await store.list(SNAPSHOTS_PREFIX, 10);
    store.objects.delete(manifest ?? '');
    await arrive('raw/a.csv', '2026-11-22T09:00:10Z');
    expect(await store.head(manifest ?? '')).toBeDefined();
  });

  it('refuses a schema document that is none, and opens the run so that it can say so', async () => {
    const { store, arrive, put } = createLake();
    await put('raw/a.csv', 'same');
    await store.write('config/schema.json', '{"name":', { contentType: 'application/json' });
    await expect(arrive('raw/a.csv', '2026-11-22T09:00:10Z')).rejects.toMatchObject({
      code: 'SCHEMA_INVALID',
    });
    expect(await store.list(RUNS_PREFIX, 10)).toHaveLength(1);
  });

  it('names the snapshot by what the upload is, whatever its own name', async () => {
    const { store, arrive } = createLake();
    await store.write('raw/base.csv', gzipSync('a,b\n1,2\n'), { contentType: 'text/csv' });
    await arrive('raw/base.csv', '2026-11-22T09:00:10Z');
    const [data, manifest] = await store.list(SNAPSHOTS_PREFIX, 10);
    expect(data).toMatch(/\.csv\.gz$/);
    expect(await readJson(store, manifest ?? '', snapshotManifestSchema)).toMatchObject({ format: 'csv.gz' });
  });

  it('makes no run of a folder', async () => {
    const { store, arrive } = createLake();
    await store.write('raw/november/', '', { contentType: 'application/x-directory' });
    await arrive('raw/november/', '2026-11-22T09:00:10Z');
    expect(await store.list(RUNS_PREFIX, 10)).toEqual([]);
  });
});
