/** A running checksum. */
export interface RunningChecksum {
  update(data: Uint8Array): void;
  /** The checksum, most significant byte first. */
  digest(): Buffer;
}

/** The reflected polynomial of CRC-32C (Castagnoli, RFC 3720, appendix B.4). */
export const CRC32C_POLYNOMIAL = 0x82f63b78n;
/** The reflected polynomial of CRC-64/NVME (NVM Express NVM Command Set 1.0, section 5.2.1.3.4). */
export const CRC64NVME_POLYNOMIAL = 0x9a6c9329ac4bc9b5n;

/** Eight tables of 256 entries, one after another: table k steps a byte over k further bytes of zeros. */
interface SliceTables {
  readonly low: Int32Array;
  readonly high: Int32Array;
}

function sliceTables(polynomial: bigint): SliceTables {
  const entries: bigint[] = [];
  for (let byte = 0n; byte < 256n; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = (value >> 1n) ^ (value & 1n ? polynomial : 0n);
    entries.push(value);
  }
  for (let index = 256; index < 8 * 256; index++) {
    const shorter = entries[index - 256]!;
    entries.push((shorter >> 8n) ^ entries[Number(shorter & 0xffn)]!);
  }
  return {
    low: Int32Array.from(entries, (entry) => Number(entry & 0xffffffffn) | 0),
    high: Int32Array.from(entries, (entry) => Number(entry >> 32n) | 0),
  };
}

let crc32cTables: SliceTables | undefined;
let crc64Tables: SliceTables | undefined;

/** CRC-32C, eight bytes a step. */
export class Crc32c implements RunningChecksum {
  #crc = -1;

  update(data: Uint8Array): void {
    crc32cTables ??= sliceTables(CRC32C_POLYNOMIAL);
    const t = crc32cTables.low;
    const wholeBytes = data.length - (data.length % 8);
    let crc = this.#crc;
    let at = 0;
    for (; at < wholeBytes; at += 8) {
      const x = crc ^ littleEndian(data, at);
      crc =
        t[1792 + (x & 255)]! ^
        t[1536 + ((x >>> 8) & 255)]! ^
        t[1280 + ((x >>> 16) & 255)]! ^
        t[1024 + (x >>> 24)]! ^
        t[768 + data[at + 4]!]! ^
        t[512 + data[at + 5]!]! ^
        t[256 + data[at + 6]!]! ^
        t[data[at + 7]!]!;
    }
    for (; at < data.length; at++) crc = (crc >>> 8) ^ t[(crc ^ data[at]!) & 255]!;
    this.#crc = crc;
  }

  digest(): Buffer {
    const digest = Buffer.alloc(4);
    digest.writeInt32BE(~this.#crc);
    return digest;
  }
}

/** CRC-64/NVME, eight bytes a step, its state in two halves. */
export class Crc64Nvme implements RunningChecksum {
  #low = -1;
  #high = -1;

  update(data: Uint8Array): void {
    crc64Tables ??= sliceTables(CRC64NVME_POLYNOMIAL);
    const { low: l, high: h } = crc64Tables;
    const wholeBytes = data.length - (data.length % 8);
    let low = this.#low;
    let high = this.#high;
    let at = 0;
    for (; at < wholeBytes; at += 8) {
      const x = low ^ littleEndian(data, at);
      const y = high ^ littleEndian(data, at + 4);
      const [a, b, c, d] = [
        1792 + (x & 255),
        1536 + ((x >>> 8) & 255),
        1280 + ((x >>> 16) & 255),
        1024 + (x >>> 24),
      ];
      const [e, f, g, i] = [768 + (y & 255), 512 + ((y >>> 8) & 255), 256 + ((y >>> 16) & 255), y >>> 24];
      low = l[a]! ^ l[b]! ^ l[c]! ^ l[d]! ^ l[e]! ^ l[f]! ^ l[g]! ^ l[i]!;
      high = h[a]! ^ h[b]! ^ h[c]! ^ h[d]! ^ h[e]! ^ h[f]! ^ h[g]! ^ h[i]!;
    }
    for (; at < data.length; at++) {
      const entry = (low ^ data[at]!) & 255;
      low = ((low >>> 8) | (high << 24)) ^ l[entry]!;
      high = (high >>> 8) ^ h[entry]!;
    }
    this.#low = low;
    this.#high = high;
  }

  digest(): Buffer {
    const digest = Buffer.alloc(8);
    digest.writeInt32BE(~this.#high);
    digest.writeInt32BE(~this.#low, 4);
    return digest;
  }
}

function littleEndian(data: Uint8Array, at: number): number {
  return data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16) | (data[at + 3]! << 24);
}
