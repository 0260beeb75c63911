import { S3Error } from '../s3-error.ts';
import type { StoredPart, StoredUpload } from '../storage/records.ts';
import { bareEtag } from '../storage/write-condition.ts';
import type { CompletedPart } from '../xml/read-xml.ts';

const MIN_PART_BYTES = 5 * 1024 * 1024;

/**
 * The parts of an upload that a completion lists.
 * @throws S3Error `InvalidPartOrder`, `InvalidPart` for one that is not there or is another, `EntityTooSmall`
 */
export function chosenParts(
  upload: StoredUpload,
  stored: readonly StoredPart[],
  listed: readonly CompletedPart[],
): readonly StoredPart[] {
  const byNumber = new Map(stored.map((part) => [part.partNumber, part]));
  let lastNumber = 0;
  const parts = listed.map((wanted) => {
    const partNumber = Number(wanted.PartNumber);
    if (partNumber <= lastNumber) {
      throw new S3Error(
        'InvalidPartOrder',
        'The list of parts was not in ascending order. Parts must be ordered by part number.',
      );
    }
    lastNumber = partNumber;
    const part = byNumber.get(partNumber);
    if (part === undefined || part.etag !== bareEtag(wanted.ETag.trim())) throw invalidPart(wanted);
    checkChecksum(upload, part, wanted);
    return part;
  });
  for (const part of parts.slice(0, -1)) if (part.bytes < MIN_PART_BYTES) throw tooSmall(part);
  return parts;
}

function checkChecksum(upload: StoredUpload, part: StoredPart, wanted: CompletedPart): void {
  if (upload.algorithm === null) return;
  const given = wanted[`Checksum${upload.algorithm}`]?.trim();
  if (given === undefined && upload.checksumType === 'COMPOSITE') {
    const message = `The upload was created using a ${upload.algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${part.partNumber} in the request.`;
    throw new S3Error('InvalidRequest', message);
  }
  if (given !== undefined && given !== part.checksum?.value) throw invalidPart(wanted);
}

function invalidPart({ PartNumber, ETag }: CompletedPart): S3Error {
  const message =
    "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
  return new S3Error('InvalidPart', message, { details: { PartNumber: PartNumber.trim(), ETag } });
}

function tooSmall({ bytes, partNumber, etag }: StoredPart): S3Error {
  return new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
    details: {
      ProposedSize: String(bytes),
      MinSizeAllowed: String(MIN_PART_BYTES),
      PartNumber: String(partNumber),
      ETag: etag,
    },
  });
}
