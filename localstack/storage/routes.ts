import { bucketLocation, bucketVersioning, deleteObjects, listObjects } from './bucket-requests.ts';
import {
  abortUpload,
  completeUpload,
  createUpload,
  listParts,
  listUploads,
  putPart,
} from './multipart-requests.ts';
import { copyObject, deleteObject, putObject, readObject } from './object-requests.ts';
import { S3Error } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';

type Answer = (call: S3Request) => Promise<void>;

/** Sub-resources that a client may ask for and that are not kept here. */
const UNKNOWN = [
  'acl',
  'tagging',
  'policy',
  'lifecycle',
  'versions',
  'cors',
  'encryption',
  'attributes',
  'select',
  'torrent',
  'retention',
];

/** What answers a request. @throws S3Error `NotImplemented` for what this endpoint does not do */
export function routeOf({ request, query, key }: S3Request): Answer {
  const method = request.method ?? '';
  const unknown = UNKNOWN.find((name) => query.has(name));
  const answer =
    unknown === undefined
      ? key === ''
        ? bucketRoute(method, query)
        : objectRoute(method, query, request.headers)
      : undefined;
  if (answer !== undefined) return answer;
  throw new S3Error(
    'NotImplemented',
    `The local S3 does not do ${method}${unknown === undefined ? '' : ` ?${unknown}`} here.`,
  );
}

function bucketRoute(method: string, query: URLSearchParams): Answer | undefined {
  if (method === 'HEAD') return async ({ response }) => void response.writeHead(200).end();
  if (method === 'POST' && query.has('delete')) return deleteObjects;
  if (method !== 'GET') return undefined;
  if (query.has('location')) return bucketLocation;
  if (query.has('versioning')) return bucketVersioning;
  if (query.has('uploads')) return listUploads;
  return listObjects;
}

function objectRoute(
  method: string,
  query: URLSearchParams,
  headers: Readonly<Record<string, unknown>>,
): Answer | undefined {
  const hasUpload = query.has('uploadId');
  switch (method) {
    case 'GET':
      return hasUpload ? listParts : readObject;
    case 'HEAD':
      return readObject;
    case 'PUT':
      if (hasUpload) return putPart;
      return headers['x-amz-copy-source'] === undefined ? putObject : copyObject;
    case 'POST':
      if (query.has('uploads')) return createUpload;
      return hasUpload ? completeUpload : undefined;
    case 'DELETE':
      return hasUpload ? abortUpload : deleteObject;
    default:
      return undefined;
  }
}
