import * as z from 'zod';
import type { BucketConfiguration } from '../../services.ts';
import { S3Error } from '../s3-error.ts';
import type { Database } from './database.ts';
import { nowInSeconds } from './records.ts';

const NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

const configurationSchema = z.object({
  name: z.string(),
  versioning: z.boolean(),
  cors: z.array(
    z.object({
      allowedOrigins: z.array(z.string()),
      allowedMethods: z.array(z.string()),
      allowedHeaders: z.array(z.string()),
      exposedHeaders: z.array(z.string()),
      maxAgeSeconds: z.number().exactOptional(),
    }),
  ),
  notifications: z.array(
    z.object({
      events: z.array(z.string()),
      prefix: z.string().exactOptional(),
      suffix: z.string().exactOptional(),
      functionArn: z.string(),
    }),
  ),
}) satisfies z.ZodType<BucketConfiguration>;

const bucketRowSchema = z.object({ name: z.string(), createdAtMs: z.number(), configuration: z.string() });

/** A bucket as it is kept: when it was made, and its configuration. */
export interface StoredBucket {
  readonly name: string;
  readonly createdAtMs: number;
  readonly configuration: BucketConfiguration;
}

/** Creates the bucket where it is missing and sets its configuration. @throws S3Error `InvalidBucketName` */
export function setBucket(database: Database, configuration: BucketConfiguration): void {
  if (!NAME.test(configuration.name)) {
    throw new S3Error('InvalidBucketName', `The specified bucket is not valid: ${configuration.name}`);
  }
  database.run(
    `INSERT INTO buckets (name, createdAtMs, configuration) VALUES (?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET configuration = excluded.configuration`,
    configuration.name,
    nowInSeconds(),
    JSON.stringify(configurationSchema.parse(configuration)),
  );
}

/** @throws S3Error `NoSuchBucket` */
export function bucketNamed(database: Database, name: string): StoredBucket {
  const row = database.first(bucketRowSchema, 'SELECT * FROM buckets WHERE name = ?', name);
  if (row !== undefined) return storedBucket(row);
  throw new S3Error('NoSuchBucket', 'The specified bucket does not exist', { details: { BucketName: name } });
}

/** All buckets by name. */
export function allBuckets(database: Database): readonly StoredBucket[] {
  return [...database.rows(bucketRowSchema, 'SELECT * FROM buckets ORDER BY name')].map(storedBucket);
}

function storedBucket(row: z.infer<typeof bucketRowSchema>): StoredBucket {
  const configuration = configurationSchema.parse(JSON.parse(row.configuration));
  return { name: row.name, createdAtMs: row.createdAtMs, configuration };
}
