import { readCsv } from '../csv/csv-reader.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import { HashSlots } from './hash-slots.ts';
import { matchHeader } from './header.ts';
import { idHigh, idLow, SHARDS } from './id-hash.ts';
import { type TextRange, trimField } from './trimmed-field.ts';

/** Tells which ids a file may have more than once: all that it has, and of ten million others some 20,000. */
export interface RepeatedIds {
  /** By the halves of the id's hash. */
  has(high: number, low: number): boolean;
}

/**
 * Reads a raw file for its ids alone, in 32 MB and some five bytes a repeated id, so that cleaning it need remember only
 * these. Rows that cannot be used count too. @throws DataError as `readCsv` and `matchHeader`
 */
export async function findRepeatedIds(
  chunks: AsyncIterable<Uint8Array>,
  schema: SchemaDocument,
): Promise<RepeatedIds> {
  const csv = await readCsv(chunks);
  try {
    const { id: position } = matchHeader(csv.header, schema);
    const [seen, repeated] = [new SeenIds(), new IdSet()];
    const id: TextRange = { start: 0, end: 0 };
    for await (const batch of csv.batches) {
      for (let record = 0; record < batch.recordCount; record++) {
        if (batch.width(record) <= position) continue;
        trimField(batch, batch.firstFields[record]! + position, id);
        const high = idHigh(batch.view, id.start, id.end);
        const low = idLow(batch.view, id.start, id.end);
        if (seen.add(high, low)) repeated.add(high, low);
      }
    }
    return repeated;
  } finally {
    await csv.close();
  }
}

/** Knows ids by two bits of 2²⁸ each, one a half of the hash: a Bloom filter. */
class SeenIds {
  readonly #words = new Uint32Array(2 ** 23);

  /** Whether it was there already, or seems so. */
  add(high: number, low: number): boolean {
    const isHighSeen = this.#set(high >>> 4);
    return this.#set(low >>> 4) && isHighSeen;
  }

  #set(index: number): boolean {
    const bit = 1 << (index & 31);
    const word = this.#words[index >>> 5]!;
    this.#words[index >>> 5] = word | bit;
    return (word & bit) !== 0;
  }
}

/** Knows ids by 40 bits of their hashes: 32 in a slot, and those that tell the shards apart. */
class IdSet implements RepeatedIds {
  readonly #shards = Array.from({ length: SHARDS }, () => new HashSlots(1));

  has(high: number, low: number): boolean {
    const slots = this.#shards[high % SHARDS]!;
    return slots.words[slots.find(high, low)] !== 0;
  }

  add(high: number, low: number): void {
    const slots = this.#shards[high % SHARDS]!;
    const at = slots.find(high, low);
    if (slots.words[at] !== 0) return;
    slots.words[at] = low;
    slots.filled();
  }
}
