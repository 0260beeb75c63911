import { cleanCustomers } from '#core/cleaning/clean-customers.ts';
import { buildFeatures } from '#core/features/build-features.ts';
import { readFeatureTable } from '#core/features/read-feature-table.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';

/** A raw customer file as a feature table, by the very stages the pipeline has, with memory in place of the bucket. */
export async function customerTable(
  raw: AsyncIterable<Uint8Array>,
  schema: SchemaDocument,
): Promise<FeatureTable> {
  const clean = memoryFile();
  await cleanCustomers(raw, schema, 'bench', { clean: clean.write, rejected: memoryFile().write });
  const features = memoryFile();
  await buildFeatures(clean.read(), schema, 'bench', features.write);
  return readFeatureTable(features.read(), schema);
}

function memoryFile() {
  const chunks: Uint8Array[] = [];
  return {
    async write(body: AsyncIterable<Uint8Array>): Promise<void> {
      for await (const chunk of body) chunks.push(chunk.slice());
    },
    async *read(): AsyncGenerator<Uint8Array, void, undefined> {
      yield* chunks;
    },
  };
}
