import { receiveText } from '../body/receive-body.ts';
import { emptyAnswer, type S3Answer, xmlAnswer } from '../http/answer.ts';
import { S3Error } from '../s3-error.ts';
import { type DeletionResult, deleteVersion } from '../storage/delete-version.ts';
import { bareEtag, UNCONDITIONAL } from '../storage/write-condition.ts';
import { type DeleteRequest, readDelete } from '../xml/read-xml.ts';
import type { XmlElement } from '../xml/write-xml.ts';
import { type BucketCall, type ObjectCall, occasionOf } from './call.ts';
import { refuseUnsupported } from './refuse-unsupported.ts';

const MAX_DELETE_XML_BYTES = 8 * 1024 * 1024;
const MAX_KEY_BYTES = 1024;

/** DeleteObject: 204 also for what is not there. */
export async function deleteObject(call: ObjectCall): Promise<S3Answer> {
  refuseUnsupported(call);
  const { storage, request, bucket, key } = call;
  const { removed, marker } = await deleteVersion(storage, {
    ...{ bucket, key, versionId: request.query.get('versionId') },
    condition: { ...UNCONDITIONAL, ifEtag: bareEtag(request.headers.get('if-match')) },
    occasion: occasionOf(call, 'ObjectRemoved:Delete'),
  });
  const version = marker ?? removed;
  const isMarker = version?.isDeleteMarker === true;
  return emptyAnswer(204, {
    ...(version === undefined || !bucket.configuration.versioning
      ? {}
      : { 'x-amz-version-id': version.versionId }),
    ...(isMarker ? { 'x-amz-delete-marker': 'true' } : {}),
  });
}

/** DeleteObjects: up to 1,000 keys, each with its own answer. */
export async function deleteObjects(call: BucketCall): Promise<S3Answer> {
  refuseUnsupported(call);
  const { request, authorization } = call;
  const isVerifiable = [...request.headers.keys()].some(
    (name) => name === 'content-md5' || name === 'x-amz-trailer' || name.startsWith('x-amz-checksum-'),
  );
  if (!isVerifiable) {
    throw new S3Error('InvalidRequest', 'Missing required header for this request: Content-MD5');
  }
  const { Object: objects, Quiet } = readDelete(
    await receiveText(request, authorization, MAX_DELETE_XML_BYTES),
  );
  const isQuiet = Quiet?.trim() === 'true';
  const elements: XmlElement[] = [];
  for (const object of objects) {
    const element = await deleteOne(call, object);
    if (!isQuiet || element[0] === 'Error') elements.push(element);
  }
  return xmlAnswer('DeleteResult', elements);
}

async function deleteOne(call: BucketCall, object: DeleteRequest['Object'][number]): Promise<XmlElement> {
  const { storage, bucket } = call;
  const { Key: key, VersionId: versionId, ETag } = object;
  const named: XmlElement[] = [
    ['Key', key],
    ['VersionId', versionId],
  ];
  try {
    if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw new S3Error('KeyTooLongError', 'Your key is too long');
    const result = await deleteVersion(storage, {
      ...{ bucket, key, versionId },
      condition: { ...UNCONDITIONAL, ifEtag: bareEtag(ETag) },
      occasion: occasionOf(call, 'ObjectRemoved:Delete'),
    });
    return ['Deleted', [...named, ...markerElements(result)]];
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return ['Error', [...named, ['Code', error.code], ['Message', error.message]]];
  }
}

function markerElements({ removed, marker }: DeletionResult): readonly XmlElement[] {
  const version = marker ?? removed;
  if (version?.isDeleteMarker !== true) return [];
  return [
    ['DeleteMarker', true],
    ['DeleteMarkerVersionId', version.versionId],
  ];
}
