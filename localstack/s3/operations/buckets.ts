import { emptyAnswer, type S3Answer, timeElement, xmlAnswer } from '../http/answer.ts';
import { S3Error } from '../s3-error.ts';
import { allBuckets } from '../storage/buckets.ts';
import type { XmlElement } from '../xml/write-xml.ts';
import type { BucketCall, ServiceCall } from './call.ts';

/** ListBuckets, by name; all on one page. */
export function listBuckets({ storage, request }: ServiceCall): S3Answer {
  const prefix = request.query.get('prefix') ?? '';
  const buckets = allBuckets(storage.database)
    .filter(({ name }) => name.startsWith(prefix))
    .map(
      ({ name, createdAtMs }): XmlElement => [
        'Bucket',
        [['Name', name], timeElement('CreationDate', createdAtMs), ['BucketRegion', storage.region]],
      ],
    );
  return xmlAnswer('ListAllMyBucketsResult', [
    ['Owner', [['ID', storage.accountId]]],
    ['Buckets', buckets],
  ]);
}

/** HeadBucket. */
export function headBucket({ storage }: BucketCall): S3Answer {
  return emptyAnswer(200, { 'x-amz-bucket-region': storage.region });
}

/** GetBucketLocation: empty for us-east-1, as S3 has it. */
export function bucketLocation({ storage }: BucketCall): S3Answer {
  return xmlAnswer('LocationConstraint', storage.region === 'us-east-1' ? '' : storage.region);
}

/** GetBucketVersioning: empty where no versions are kept. */
export function bucketVersioning({ bucket }: BucketCall): S3Answer {
  const { versioning } = bucket.configuration;
  return xmlAnswer('VersioningConfiguration', [['Status', versioning ? 'Enabled' : undefined]]);
}

/** GetBucketCors. */
export function bucketCors({ bucket }: BucketCall): S3Answer {
  const { cors } = bucket.configuration;
  if (cors.length === 0) {
    throw new S3Error('NoSuchCORSConfiguration', 'The CORS configuration does not exist');
  }
  const each = (name: string, values: readonly string[]): XmlElement[] =>
    values.map((value) => [name, value]);
  return xmlAnswer(
    'CORSConfiguration',
    cors.map(
      (rule): XmlElement => [
        'CORSRule',
        [
          ...each('AllowedOrigin', rule.allowedOrigins),
          ...each('AllowedMethod', rule.allowedMethods),
          ...each('AllowedHeader', rule.allowedHeaders),
          ...each('ExposeHeader', rule.exposedHeaders),
          ['MaxAgeSeconds', rule.maxAgeSeconds],
        ],
      ],
    ),
  );
}
