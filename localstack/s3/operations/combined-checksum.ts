import { createHash } from 'node:crypto';
import { type Checksum, type ChecksumAlgorithm, crcPolynomial, startChecksum } from '../body/checksums.ts';
import { combineCrcs } from '../body/crc-combine.ts';
import type { StoredPart } from '../storage/records.ts';

/** The ETag of an object of parts: the MD5 of the parts' MD5s, with their number. */
export function multipartEtag(partEtags: readonly string[]): string {
  const md5 = createHash('md5');
  for (const etag of partEtags) md5.update(Buffer.from(etag, 'hex'));
  return `${md5.digest('hex')}-${partEtags.length}`;
}

/** The checksum of the parts' checksums, with their number. */
export function compositeChecksum(algorithm: ChecksumAlgorithm, parts: readonly StoredPart[]): Checksum {
  const running = startChecksum(algorithm);
  for (const { checksum } of parts) running.update(Buffer.from(checksum?.value ?? '', 'base64'));
  return { algorithm, type: 'COMPOSITE', value: `${running.digest().toString('base64')}-${parts.length}` };
}

/** The checksum of all bytes from those of the parts; undefined for a hash, which cannot be put together. */
export function fullChecksum(
  algorithm: ChecksumAlgorithm,
  parts: readonly StoredPart[],
): Checksum | undefined {
  const polynomial = crcPolynomial(algorithm);
  if (polynomial === undefined) return undefined;
  let crc = startChecksum(algorithm).digest();
  for (const { checksum, bytes } of parts) {
    crc = combineCrcs(crc, Buffer.from(checksum?.value ?? '', 'base64'), bytes, polynomial);
  }
  return { algorithm, type: 'FULL_OBJECT', value: crc.toString('base64') };
}
