import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import * as z from 'zod';
import { S3Error } from '../s3-error.ts';
import { CRC32C_POLYNOMIAL, CRC64NVME_POLYNOMIAL, Crc32c, Crc64Nvme, type RunningChecksum } from './crc.ts';

const CRC32_POLYNOMIAL = 0xedb88320n;

export const checksumAlgorithmSchema = z.enum([
  'CRC32',
  'CRC32C',
  'CRC64NVME',
  'SHA1',
  'SHA256',
  'SHA512',
  'MD5',
]);
export type ChecksumAlgorithm = z.infer<typeof checksumAlgorithmSchema>;

/** `COMPOSITE` is a checksum of the parts' checksums, `FULL_OBJECT` one of the bytes. */
export const checksumTypeSchema = z.enum(['COMPOSITE', 'FULL_OBJECT']);
export type ChecksumType = z.infer<typeof checksumTypeSchema>;

export const checksumSchema = z.object({
  algorithm: checksumAlgorithmSchema,
  type: checksumTypeSchema,
  /** Base64, followed by `-<parts>` for a composite one. */
  value: z.string(),
});
export type Checksum = z.infer<typeof checksumSchema>;

class Crc32 implements RunningChecksum {
  #crc = 0;

  update(data: Uint8Array): void {
    this.#crc = crc32(data, this.#crc);
  }

  digest(): Buffer {
    const digest = Buffer.alloc(4);
    digest.writeUInt32BE(this.#crc);
    return digest;
  }
}

const START: Readonly<Record<ChecksumAlgorithm, () => RunningChecksum>> = {
  CRC32: () => new Crc32(),
  CRC32C: () => new Crc32c(),
  CRC64NVME: () => new Crc64Nvme(),
  SHA1: () => createHash('sha1'),
  SHA256: () => createHash('sha256'),
  SHA512: () => createHash('sha512'),
  MD5: () => createHash('md5'),
};

const POLYNOMIALS: Partial<Record<ChecksumAlgorithm, bigint>> = {
  CRC32: CRC32_POLYNOMIAL,
  CRC32C: CRC32C_POLYNOMIAL,
  CRC64NVME: CRC64NVME_POLYNOMIAL,
};

/** Starts a checksum of no data. */
export function startChecksum(algorithm: ChecksumAlgorithm): RunningChecksum {
  return START[algorithm]();
}

/** The length in bytes of the algorithm's checksums. */
export function checksumBytes(algorithm: ChecksumAlgorithm): number {
  return startChecksum(algorithm).digest().byteLength;
}

/** The reflected polynomial of a CRC; undefined for a hash, whose pieces cannot be combined. */
export function crcPolynomial(algorithm: ChecksumAlgorithm): bigint | undefined {
  return POLYNOMIALS[algorithm];
}

/** Reads an algorithm's name. @throws S3Error `NotImplemented` for one that S3 knows and this does not, else `InvalidRequest` */
export function checksumAlgorithm(name: string): ChecksumAlgorithm {
  const parsed = checksumAlgorithmSchema.safeParse(name.toUpperCase());
  if (parsed.success) return parsed.data;
  if (/^xxhash(3|64|128)$/i.test(name)) {
    throw new S3Error('NotImplemented', `The checksum algorithm ${name} is not supported here.`);
  }
  throw new S3Error(
    'InvalidRequest',
    'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
  );
}

/** The header that carries a checksum: `x-amz-checksum-crc32`. */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}
