import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { cleanCustomers } from '#core/cleaning/clean-customers.ts';
import { buildFeatures } from '#core/features/build-features.ts';
import { readScoringBatches } from '#core/features/read-scoring-batches.ts';
import { generateCustomers } from '#core/sample/generate-customers.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { RUN_ID } from '../cleaning/clean.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const ROWS = 300_000;
/** A part is held while it is sorted; its size is not what is looked at here. */
const PART_ROWS = 20_000;
const MB = 1024 * 1024;

function megabytesInUse(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / MB;
}

it('a stream of 300,000 rows, generated, cleaned, given features and batched, stays in memory that does not grow', async () => {
  const inUse: number[] = [];
  let bytes = 0;
  async function* raw() {
    let chunks = 0;
    for (const { customers } of generateCustomers({ rows: ROWS, seed: 1 })) {
      if (chunks++ % 50 === 0) inUse.push(megabytesInUse());
      bytes += customers.length;
      yield customers;
    }
  }
  let scored = 0;
  const report = await cleanCustomers(raw(), telcoSchema, RUN_ID, {
    rejected: async (body) => {
      for await (const _ of body);
    },
    clean: async (cleaned) => {
      const scorePart = async (features: AsyncIterable<Uint8Array>) => {
        for await (const batch of readScoringBatches(features, telcoSchema, 1000))
          scored += batch.customerIds.length;
      };
      await buildFeatures(cleaned, telcoSchema, RUN_ID, {
        writerOf: () => scorePart,
        maxPartRows: PART_ROWS,
      });
    },
  });
  expect(scored).toBe(report.rowsKept);
  expect(bytes).toBeGreaterThan(39 * MB);
  const [, afterWarmUp = 0, ...later] = inUse;
  expect(Math.max(...later) - afterWarmUp).toBeLessThan(20);
});
