import * as z from 'zod';
import { ChurnError, NotFoundError } from '#core/errors.ts';
import { type ModelMetadata, modelMetadataSchema } from '#core/lake/documents.ts';
import type { DataApiClient } from './data-api-client.ts';
import type { SqlParameters } from './data-api-values.ts';
import type { RunDocumentName } from './insights-store.ts';

/** The Data API gives at most 64 KB a row: so many characters are below it whatever they are. */
const CHARACTERS_A_CALL = 15_000;

/** A model's metadata. @throws NotFoundError `MODEL_NOT_FOUND` */
export async function readModel(client: DataApiClient, modelVersion: string): Promise<ModelMetadata> {
  const from = 'FROM model_runs WHERE model_version = :modelVersion';
  const text = await readInPieces(client, 'metadata', from, { modelVersion });
  if (text !== undefined) return modelMetadataSchema.parse(JSON.parse(text));
  throw new NotFoundError('MODEL_NOT_FOUND', `There is no model ${JSON.stringify(modelVersion)}.`);
}

/** A document of a run; undefined where there is none. @throws ChurnError `DATABASE_ROW_INVALID` */
export async function readDocument<T>(
  client: DataApiClient,
  runId: string,
  name: RunDocumentName,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const from = 'FROM run_documents WHERE run_id = :runId AND name = :name';
  const text = await readInPieces(client, 'document', from, { runId, name });
  if (text === undefined) return undefined;
  const parsed = schema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new ChurnError(
    'DATABASE_ROW_INVALID',
    `The document ${name} of run ${runId} is not as it should be.`,
    {
      cause: parsed.error,
    },
  );
}

/** A long text of one row; undefined where there is no such row. */
async function readInPieces(
  client: DataApiClient,
  column: string,
  from: string,
  parameters: SqlParameters,
): Promise<string | undefined> {
  const pieces: string[] = [];
  for (let start = 1, length = 1; start <= length; start += CHARACTERS_A_CALL) {
    const [row] = await client.query(
      z.object({ piece: z.string(), length: z.number() }),
      `SELECT SUBSTRING(${column}, :start, ${CHARACTERS_A_CALL}) AS piece, CHAR_LENGTH(${column}) AS length ${from}`,
      { ...parameters, start },
    );
    if (row === undefined) return undefined;
    pieces.push(row.piece);
    length = row.length;
  }
  return pieces.join('');
}
