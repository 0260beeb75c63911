/** Scores a part of a run and holds its rows; then writes them as often as it is asked to: one answer a line of JSON. */
import { createInterface } from 'node:readline';
import { setFlagsFromString } from 'node:v8';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import { featureProfileSchema } from '#core/lake/documents.ts';
import { profileKey } from '#core/lake/keys.ts';
import type { RunPart } from '#platform/insights-store/insights-store.ts';
import { createInsightsWriter } from '#platform/insights-store/insights-writer.ts';
import type { RowFiles } from '#platform/insights-store/row-loader.ts';
import { readRunContext } from '#platform/runs/run-context.ts';
import { readJson } from '#platform/store/json-objects.ts';
import { createS3ObjectStore } from '#platform/store/s3-object-store.ts';
import { scoredBatches } from '../../../functions/score-part/scored-batches.ts';
import { RunBucket } from '../../../localstack/runner/follow/run-bucket.ts';
import { readyStack } from '../../../localstack/runner/stack-description.ts';
import { timedAsync } from '../../timing.ts';
import { databaseOf } from '../stack/database-use.ts';
import { type Written, writingRequestSchema } from './writing-requests.ts';

// The rows that are held here are a heap that no function has, and each 64 MB of files would make V8 look through all of it.
setFlagsFromString('--external-memory-accounted-in-global-limit');

const stack = await readyStack(process.argv[2] ?? '');
const bucket = new RunBucket(stack);
const store = createS3ObjectStore(bucket.name, bucket.client);
let held: (readonly ScoredRow[])[] = [];

async function hold({ runId, modelVersion, part }: RunPart): Promise<number> {
  const profile = await readJson(store, profileKey(runId), featureProfileSchema);
  const { schema } = await readRunContext(store, runId);
  held = await Array.fromAsync(scoredBatches(store, { profile, part, modelVersion, schema }));
  return held.reduce((sum, rows) => sum + rows.length, 0);
}

async function write(part: RunPart, fromFiles: boolean): Promise<Written> {
  let cameFromFiles = false;
  const watched: RowFiles['store'] = {
    write: (...args) => store.write(...args),
    writeStream: (...args) => {
      cameFromFiles = true;
      return store.writeStream(...args);
    },
  };
  const files = { store: watched, bucket: bucket.name, onRefusal: () => undefined };
  const writer = createInsightsWriter(databaseOf(stack), fromFiles ? { files } : {});
  const batches = async function* () {
    yield* held;
  };
  const { result: rows, ms } = await timedAsync(() => writer.writePart(part, batches()));
  return { rows, ms, fromFiles: cameFromFiles };
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = writingRequestSchema.parse(JSON.parse(line));
  const answer = 'hold' in request ? await hold(request.hold) : await write(request.write, request.fromFiles);
  console.log(JSON.stringify(answer));
}
