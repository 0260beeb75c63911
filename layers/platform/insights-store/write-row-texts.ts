import type { DataApiClient } from './data-api-client.ts';
import type { RunPart } from './insights-store.ts';
import type { RowTexts } from './row-texts.ts';
import { inBatches } from './totals-encoding.ts';
import { WRITE_ROW_TEXTS } from './write-statements.ts';

/** In a request they are a third longer; the Data API takes 4 MiB. */
const BATCH_BYTES = 900 * 1024;

/** Adds or replaces the texts that a part's rows have the numbers of. */
export async function writeRowTexts(
  client: DataApiClient,
  { runId, modelVersion, part }: RunPart,
  texts: RowTexts,
): Promise<void> {
  const numbered = Array.from(texts.all(), (text, number) => JSON.stringify([number, text]));
  for (const rows of inBatches(numbered, BATCH_BYTES)) {
    await client.execute(WRITE_ROW_TEXTS, { runId, modelVersion, part, rows: Buffer.from(rows) });
  }
}
