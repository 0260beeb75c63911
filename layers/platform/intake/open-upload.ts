import type { UploadFormat } from '#core/lake/upload-format.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { gunzipped } from './gunzip.ts';
import { parquetAsCsv } from './parquet-as-csv.ts';

/** An upload as CSV, from its beginning, whatever its format. @throws as `gunzipped` and `parquetAsCsv` while it is read */
export async function openUpload(
  store: ObjectStore,
  key: string,
  format: UploadFormat,
): Promise<AsyncIterable<Uint8Array>> {
  if (format === 'parquet') {
    const bytes = (await store.head(key))?.bytes ?? 0;
    return parquetAsCsv({ bytes, slice: (start, end) => store.readRange(key, start, end) });
  }
  const chunks = await store.read(key);
  return format === 'csv.gz' ? gunzipped(chunks) : chunks;
}
