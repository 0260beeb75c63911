import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import type { DistributionOptions, Origin, OriginObject } from '../../cloudfront/distribution-options.ts';
import type { PlannedDistribution, PlannedOrigin } from '../plan/cloud-plan.ts';

/** A planned distribution with origins that can be read. */
export function distributionOptions(
  planned: PlannedDistribution,
  port: number,
  client: S3Client,
): DistributionOptions {
  const { defaultRootObject, behaviors, errorResponses } = planned;
  return {
    port,
    ...(defaultRootObject === undefined ? {} : { defaultRootObject }),
    behaviors: behaviors.map(({ origin, ...behavior }) => ({
      ...behavior,
      origin: originOf(origin, client),
    })),
    errorResponses,
  };
}

function originOf(origin: PlannedOrigin, client: S3Client): Origin {
  if (origin.kind === 'http') return origin;
  return { kind: 's3', read: (key) => readObject(client, origin.bucket, `${origin.keyPrefix}${key}`) };
}

async function readObject(client: S3Client, bucket: string, key: string): Promise<OriginObject | undefined> {
  try {
    const object = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return {
      body: (await object.Body?.transformToByteArray()) ?? new Uint8Array(),
      contentType: object.ContentType ?? 'binary/octet-stream',
      etag: object.ETag ?? '',
      ...(object.CacheControl === undefined ? {} : { cacheControl: object.CacheControl }),
    };
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
