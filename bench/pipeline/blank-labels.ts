import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { readCsv } from '#core/csv/csv-reader.ts';
import { CsvWriter } from '#core/csv/csv-writer.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';

/** Copies a raw file with every label left blank; a record too short to have one stays as it is. */
export async function blankLabels(
  file: string,
  target: string,
  { label }: Pick<SchemaDocument, 'label'>,
): Promise<void> {
  const out = createWriteStream(target);
  const written = finished(out);
  written.catch(() => {});
  const writer = new CsvWriter(async (chunk) => {
    if (!out.write(chunk)) await Promise.race([once(out, 'drain'), written]);
  });
  const csv = await readCsv(createReadStream(file));
  const position = csv.header.indexOf(label.column);
  writer.row(csv.header);
  for await (const batch of csv.batches) {
    for (let record = 0; record < batch.recordCount; record++) {
      const fields = batch.texts(record);
      if (position !== -1 && position < fields.length) fields[position] = '';
      if (writer.row(fields)) await writer.flush();
    }
  }
  await writer.flush();
  out.end();
  await written;
}
