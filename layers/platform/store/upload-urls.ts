import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

/** An address to which a stranger may put one object. */
export interface UploadUrl {
  readonly url: string;
  /** What the request must say, for it is signed. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Gives out permission to write single objects. */
export interface UploadUrls {
  /** Good for `seconds`, for this key alone, and while there is no such object: so for one upload. */
  create(key: string, seconds: number): Promise<UploadUrl>;
}

/** A file's type is told by its content; what is there already is not written over. */
const HEADERS = { 'content-type': 'application/octet-stream', 'if-none-match': '*' } as const;

/** Presigned PUTs into one bucket (Signature Version 4 in the query), with the caller's own permissions. */
export function createS3UploadUrls(
  bucket: string,
  // A checksum worked out now would be that of no bytes.
  client = new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' }),
): UploadUrls {
  return {
    async create(key, seconds) {
      const command = new PutObjectCommand({
        ...{ Bucket: bucket, Key: key },
        ContentType: HEADERS['content-type'],
        IfNoneMatch: HEADERS['if-none-match'],
      });
      const url = await getSignedUrl(client, command, {
        expiresIn: seconds,
        signableHeaders: new Set(['host', ...Object.keys(HEADERS)]),
      });
      return { url, headers: HEADERS };
    },
  };
}
