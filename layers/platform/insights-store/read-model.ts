import { z } from 'zod';
import { NotFoundError } from '#core/errors.ts';
import { type ModelMetadata, modelMetadataSchema } from '#core/lake/documents.ts';
import type { DataApiClient } from './data-api-client.ts';

/** The Data API gives at most 64 KB a row: so many characters are below it whatever they are. */
const CHARACTERS_A_CALL = 15_000;

/** A model's metadata, read in pieces. @throws NotFoundError `MODEL_NOT_FOUND` */
export async function readModel(client: DataApiClient, modelVersion: string): Promise<ModelMetadata> {
  const pieces: string[] = [];
  for (let start = 1, length = 1; start <= length; start += CHARACTERS_A_CALL) {
    const [row] = await client.query(
      z.object({ piece: z.string(), length: z.number() }),
      `SELECT SUBSTRING(metadata, :start, ${CHARACTERS_A_CALL}) AS piece, CHAR_LENGTH(metadata) AS length
       FROM model_runs WHERE model_version = :modelVersion`,
      { modelVersion, start },
    );
    if (row === undefined) {
      throw new NotFoundError('MODEL_NOT_FOUND', `There is no model ${JSON.stringify(modelVersion)}.`);
    }
    pieces.push(row.piece);
    length = row.length;
  }
  return modelMetadataSchema.parse(JSON.parse(pieces.join('')));
}
