import {
  bucketCors,
  bucketLocation,
  bucketVersioning,
  headBucket,
  listBuckets,
} from '../operations/buckets.ts';
import type { BucketCall, ObjectCall, Operation, ServiceCall } from '../operations/call.ts';
import { completeMultipartUpload } from '../operations/complete-upload.ts';
import { copyObject } from '../operations/copy-object.ts';
import { deleteObject, deleteObjects } from '../operations/delete-objects.ts';
import { getObject } from '../operations/get-object.ts';
import { listObjects } from '../operations/list-objects.ts';
import { listParts, listUploads } from '../operations/list-uploads.ts';
import { listVersions } from '../operations/list-versions.ts';
import { abortMultipartUpload, createMultipartUpload } from '../operations/multipart.ts';
import { putObject } from '../operations/put-object.ts';
import { uploadPart, uploadPartCopy } from '../operations/upload-part.ts';
import { S3Error } from '../s3-error.ts';
import { bucketNamed } from '../storage/buckets.ts';
import type { S3Answer } from './answer.ts';
import type { S3Request } from './s3-request.ts';

/** Query parameters that make a request one about something else than the bucket or the object itself. */
const SUBRESOURCES =
  'accelerate acl analytics attributes cors delete encryption intelligent-tiering inventory legal-hold lifecycle location logging metadataConfiguration metadataTable metrics notification object-lock ownershipControls policy policyStatus publicAccessBlock renameObject replication requestPayment restore retention select session tagging torrent uploadId uploads versioning versions website'.split(
    ' ',
  );

const SERVICE_OPERATIONS: Readonly<Record<string, Operation<ServiceCall>>> = { GET: listBuckets };

const BUCKET_OPERATIONS: Readonly<Record<string, Operation<BucketCall>>> = {
  GET: listObjects,
  HEAD: headBucket,
  'GET cors': bucketCors,
  'GET location': bucketLocation,
  'GET uploads': listUploads,
  'GET versioning': bucketVersioning,
  'GET versions': listVersions,
  'POST delete': deleteObjects,
};

const OBJECT_OPERATIONS: Readonly<Record<string, Operation<ObjectCall>>> = {
  GET: getObject,
  HEAD: getObject,
  PUT: putObject,
  'PUT copy': copyObject,
  DELETE: deleteObject,
  'POST uploads': createMultipartUpload,
  'GET uploadId': listParts,
  'PUT uploadId': uploadPart,
  'PUT uploadId copy': uploadPartCopy,
  'POST uploadId': completeMultipartUpload,
  'DELETE uploadId': abortMultipartUpload,
};

/** Finds and runs the operation of an authorized request. @throws S3Error also `NotImplemented`, `MethodNotAllowed` */
export async function runOperation(call: ServiceCall): Promise<S3Answer> {
  const { request, storage } = call;
  const name = operationName(request);
  if (request.bucket === undefined) return chosen(SERVICE_OPERATIONS, name, request)(call);
  const bucket = bucketNamed(storage.database, request.bucket);
  if (request.key === undefined) return chosen(BUCKET_OPERATIONS, name, request)({ ...call, bucket });
  return chosen(OBJECT_OPERATIONS, name, request)({ ...call, bucket, key: request.key });
}

function operationName({ method, query, headers }: S3Request): string {
  const subresource = SUBRESOURCES.find((candidate) => query.has(candidate));
  const isCopy = method === 'PUT' && headers.has('x-amz-copy-source');
  return [method, subresource, isCopy ? 'copy' : undefined].filter((word) => word !== undefined).join(' ');
}

function chosen<Call>(
  operations: Readonly<Record<string, Operation<Call>>>,
  name: string,
  { method, bucket, key }: S3Request,
): Operation<Call> {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation !== undefined) return operation;
  const isBucketWrite =
    bucket !== undefined && key === undefined && (method === 'PUT' || method === 'DELETE');
  if (name !== method || isBucketWrite) {
    throw new S3Error('NotImplemented', `The local S3 does not have this operation: ${name}`);
  }
  throw new S3Error('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    details: { Method: method },
  });
}
