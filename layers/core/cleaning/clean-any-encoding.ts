import { utf8FromWindows1252 } from '../csv/windows-1252.ts';
import { DataError } from '../errors.ts';
import type { QualityReport } from '../lake/documents.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { type CleaningOutputs, cleanCustomers } from './clean-customers.ts';

/**
 * Cleans a raw customer file that is UTF-8 or, where it cannot be that, Windows-1252; the report says which. A file that
 * begins as UTF-8 and breaks further on is refused: read as another encoding all of its letters would be wrong.
 * @param open Opens the file from its beginning; called once more for the second encoding.
 * @throws as `cleanCustomers` and `utf8FromWindows1252`
 */
export async function cleanAnyEncoding(
  open: () => Promise<AsyncIterable<Uint8Array>>,
  schema: SchemaDocument,
  runId: string,
  outputs: CleaningOutputs,
): Promise<QualityReport> {
  try {
    return { ...(await cleanCustomers(await open(), schema, runId, outputs)), encoding: 'utf-8' };
  } catch (error) {
    if (!(error instanceof DataError && error.code === 'CSV_NOT_UTF8')) throw error;
  }
  const recoded = utf8FromWindows1252(await open());
  return { ...(await cleanCustomers(recoded, schema, runId, outputs)), encoding: 'windows-1252' };
}
