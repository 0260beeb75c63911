import { execFileSync } from 'node:child_process';
import { join, relative } from 'node:path';
import type { JsonObject } from '#core/api/openapi/json-schema.ts';
import { openApiDocument } from '#core/api/openapi/openapi-document.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { shapeSource } from './shape-source.ts';
import { typeSource } from './type-source.ts';

/** What the dashboard reads, by the names of the document's schemas. */
const SHOWN = [
  'Customer',
  'Customers',
  'Definitions',
  'ErrorAnswer',
  'Kpis',
  'Model',
  'RiskDistribution',
  'RunQuality',
  'Runs',
  'Segments',
];

/** A customer of any schema document: the client is the same for all. */
const ANY_CUSTOMER = { type: 'object', additionalProperties: { type: ['string', 'number', 'null'] } };

const PROJECT = join(import.meta.dirname, '../..');
const FOLDER = join(PROJECT, 'frontend/src/api/generated');

/** The text of the generated client's files, by their paths. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const document = openApiDocument(telcoSchema, 'any');
  const { schemas } = document.components as { readonly schemas: Readonly<Record<string, JsonObject>> };
  const general = { ...document, components: { schemas: { ...schemas, CustomerInput: ANY_CUSTOMER } } };
  const sources = { 'types.ts': await typeSource(general), 'shapes.ts': shapeSource(schemas, SHOWN) };
  return new Map(
    Object.entries(sources).map(([name, source]) => {
      const file = join(FOLDER, name);
      return [file, formatted(file, source)];
    }),
  );
}

/** As the project's formatter leaves it. */
function formatted(file: string, source: string): string {
  const args = ['check', '--write', `--stdin-file-path=${relative(PROJECT, file)}`];
  const biome = join(PROJECT, 'node_modules/.bin/biome');
  return execFileSync(biome, args, { cwd: PROJECT, input: source, encoding: 'utf8' });
}
