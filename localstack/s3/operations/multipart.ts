import type { ChecksumAlgorithm } from '../body/checksums.ts';
import {
  type ChecksumType,
  checksumAlgorithm,
  checksumTypeSchema,
  crcPolynomial,
} from '../body/checksums.ts';
import { emptyAnswer, type S3Answer, xmlAnswer } from '../http/answer.ts';
import { S3Error } from '../s3-error.ts';
import { createUpload, takeParts, uploadNamed } from '../storage/uploads.ts';
import type { ObjectCall } from './call.ts';
import { refuseUnsupported } from './refuse-unsupported.ts';
import { storedHeaders } from './stored-headers.ts';

/** CreateMultipartUpload. */
export function createMultipartUpload(call: ObjectCall): S3Answer {
  refuseUnsupported(call);
  const { storage, request, bucket, key } = call;
  const name = request.headers.get('x-amz-checksum-algorithm');
  const algorithm = name === undefined ? undefined : checksumAlgorithm(name);
  const checksumType = algorithm && typeOfChecksum(algorithm, request.headers.get('x-amz-checksum-type'));
  const headers = storedHeaders(request);
  const uploadId = createUpload(storage.database, {
    ...{ bucket: bucket.name, key, headers, algorithm, checksumType },
  });
  const answerHeaders: Record<string, string> =
    algorithm === undefined || checksumType === undefined
      ? {}
      : { 'x-amz-checksum-algorithm': algorithm, 'x-amz-checksum-type': checksumType };
  return xmlAnswer(
    'InitiateMultipartUploadResult',
    [
      ['Bucket', bucket.name],
      ['Key', key],
      ['UploadId', uploadId],
    ],
    answerHeaders,
  );
}

/** AbortMultipartUpload: its parts are gone; parts still under way are refused when they end. */
export async function abortMultipartUpload({ storage, request, bucket, key }: ObjectCall): Promise<S3Answer> {
  const uploadId = request.query.get('uploadId') ?? '';
  const { database, bodies } = storage;
  uploadNamed(database, bucket.name, key, uploadId);
  const parts = database.transaction(() => takeParts(database, uploadId));
  await bodies.remove(parts.map(({ segmentId }) => segmentId));
  return emptyAnswer(204);
}

/** Only CRCs can be put together from those of the parts; CRC-64/NVME always is. */
function typeOfChecksum(algorithm: ChecksumAlgorithm, given: string | undefined): ChecksumType {
  const isAlwaysFull = algorithm === 'CRC64NVME';
  if (given === undefined) return isAlwaysFull ? 'FULL_OBJECT' : 'COMPOSITE';
  const parsed = checksumTypeSchema.safeParse(given);
  if (!parsed.success)
    throw new S3Error('InvalidRequest', 'Value for x-amz-checksum-type header is invalid.');
  const isPossible = parsed.data === 'COMPOSITE' ? !isAlwaysFull : crcPolynomial(algorithm) !== undefined;
  if (isPossible) return parsed.data;
  const message = `The ${parsed.data} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`;
  throw new S3Error('InvalidRequest', message);
}
