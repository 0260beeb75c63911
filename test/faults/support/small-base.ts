import { SCHEMA_KEY } from '#core/lake/keys.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { sampleCsv } from '../../support/sample-csv.ts';
import { createFaultyLake, type FaultyLake } from './faulty-lake.ts';

const ROWS = 120;

/** A small file, which makes two parts; another seed gives other customers. */
export const smallCsv = (seed: number) => sampleCsv(ROWS, seed);

/** A lake in which one run is published, under a schema that trains one quick learner. */
export async function publishedLake(): Promise<FaultyLake> {
  const lake = createFaultyLake();
  const schema = {
    ...telcoSchema,
    segmentBy: ['Contract'],
    scoring: { partRows: 100 },
    training: { candidates: [{ algorithm: 'logistic-regression', inverseStrength: 1 }] },
  };
  await lake.store.write(SCHEMA_KEY, JSON.stringify(schema), { contentType: 'application/json' });
  await lake.upload('first.csv', smallCsv(1));
  await lake.cloud.settle();
  return lake;
}
