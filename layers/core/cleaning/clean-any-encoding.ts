import { utf8FromWindows1252 } from '../csv/windows-1252.ts';
import { DataError } from '../errors.ts';
import type { QualityReport } from '../lake/documents.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { type CleaningOutputs, cleanCustomers } from './clean-customers.ts';
import { findRepeatedIds } from './repeated-ids.ts';

export interface EncodingOptions {
  /** The file is read once more, for its ids, so that memory does not grow by the customers. @default false */
  readonly isLarge?: boolean;
}

/**
 * Cleans a raw customer file that is UTF-8 or, where it cannot be that, Windows-1252; the report says which. A file that
 * begins as UTF-8 and breaks further on is refused: read as another encoding all of its letters would be wrong.
 * @param open Opens the file from its beginning; called once or twice an encoding.
 * @throws as `cleanCustomers` and `utf8FromWindows1252`
 */
export async function cleanAnyEncoding(
  open: () => Promise<AsyncIterable<Uint8Array>>,
  schema: SchemaDocument,
  runId: string,
  outputs: CleaningOutputs,
  { isLarge = false }: EncodingOptions = {},
): Promise<QualityReport> {
  const cleanFrom = async (openText: typeof open) => {
    const repeated = isLarge ? await findRepeatedIds(await openText(), schema) : undefined;
    return cleanCustomers(await openText(), schema, runId, outputs, repeated);
  };
  try {
    return { ...(await cleanFrom(open)), encoding: 'utf-8' };
  } catch (error) {
    if (!(error instanceof DataError && error.code === 'CSV_NOT_UTF8')) throw error;
  }
  const report = await cleanFrom(async () => utf8FromWindows1252(await open()));
  return { ...report, encoding: 'windows-1252' };
}
