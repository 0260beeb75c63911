import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Feeds on bytes and gives a checksum in base64. */
export interface Checksum {
  update(chunk: Uint8Array): void;
  digest(): string;
}

/** S3's algorithms that are computed here; CRC64NVME is taken on trust. */
export const CHECKSUM_ALGORITHMS = ['crc32', 'crc32c', 'sha1', 'sha256'] as const;
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number];

export function createChecksum(algorithm: ChecksumAlgorithm | 'md5'): Checksum {
  switch (algorithm) {
    case 'crc32':
      return ofWord((chunk, word) => crc32(chunk, word));
    case 'crc32c':
      return ofWord(crc32c);
    default: {
      const hash = createHash(algorithm);
      return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest('base64') };
    }
  }
}

function ofWord(step: (chunk: Uint8Array, word: number) => number): Checksum {
  let word = 0;
  return {
    update: (chunk) => {
      word = step(chunk, word);
    },
    digest: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(word >>> 0);
      return bytes.toString('base64');
    },
  };
}

/** Castagnoli's polynomial, reflected (RFC 3720, appendix B.4). */
const CRC32C_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

function crc32c(chunk: Uint8Array, word: number): number {
  let value = ~word;
  for (const byte of chunk) value = CRC32C_TABLE[(value ^ byte) & 255]! ^ (value >>> 8);
  return ~value >>> 0;
}
