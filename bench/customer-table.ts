import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cleanCustomers } from '#core/cleaning/clean-customers.ts';
import { buildFeatures } from '#core/features/build-features.ts';
import { joinedParts } from '#core/features/joined-parts.ts';
import { readFeatureTable } from '#core/features/read-feature-table.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import type { FeatureTable } from '#core/table/feature-table.ts';

/** A raw customer file as a feature table, by the very stages the pipeline has, with a folder in place of the bucket. */
export async function customerTable(
  raw: AsyncIterable<Uint8Array>,
  schema: SchemaDocument,
): Promise<FeatureTable> {
  const folder = await mkdtemp(join(tmpdir(), 'churn-bench-'));
  try {
    const features = await customerFeatures(raw, schema, folder);
    return await readFeatureTable(createReadStream(features), schema);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Cleans a raw customer file and builds its features. @returns The path of customer_features.csv in the folder, beside its profile.json. */
export async function customerFeatures(
  raw: AsyncIterable<Uint8Array>,
  schema: SchemaDocument,
  folder: string,
): Promise<string> {
  const [clean, rejected, features] = ['clean_customers.csv', 'rejected.csv', 'customer_features.csv'].map(
    (name) => join(folder, name),
  ) as [string, string, string];
  await cleanCustomers(raw, schema, 'bench', { clean: writerOf(clean), rejected: writerOf(rejected) });
  const parts: string[] = [];
  const profile = await buildFeatures(createReadStream(clean), schema, 'bench', {
    writerOf: (part) => {
      parts.push(join(folder, `part-${part}.csv`));
      return writerOf(parts.at(-1)!);
    },
  });
  const opened = parts.map((part) => async () => createReadStream(part));
  await writerOf(features)(joinedParts(opened, schema));
  await Promise.all(parts.map((part) => rm(part)));
  await writeFile(join(folder, 'profile.json'), JSON.stringify(profile));
  return features;
}

function writerOf(file: string): (body: AsyncIterable<Uint8Array>) => Promise<void> {
  return (body) => pipeline(body, createWriteStream(file));
}
