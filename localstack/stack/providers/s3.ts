import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { z } from 'zod';
import type { Provider } from '../local-cloud.ts';
import { propertiesOf } from './properties.ts';

const bucketProperties = z.object({
  VersioningConfiguration: z.object({ Status: z.string() }).optional(),
  CorsConfiguration: z.undefined({ error: 'CORS rules are not run here' }).optional(),
  NotificationConfiguration: z
    .undefined({ error: 'only notifications by custom resource are run here' })
    .optional(),
});

export const bucket: Provider = async (resource, { buckets, s3, context }) => {
  const properties = propertiesOf(resource, bucketProperties);
  const name = resource.name.toLowerCase();
  const configuration = {
    name,
    versioning: properties.VersioningConfiguration?.Status === 'Enabled',
    cors: [],
    notifications: [],
  };
  buckets.set(name, configuration);
  await s3.configureBucket(configuration);
  const domain = `${name}.s3.${context.region}.amazonaws.com`;
  return {
    ref: name,
    attributes: { Arn: `arn:aws:s3:::${name}`, DomainName: domain, RegionalDomainName: domain },
  };
};

const notificationProperties = z.object({
  BucketName: z.string(),
  NotificationConfiguration: z.strictObject({
    LambdaFunctionConfigurations: z.array(
      z.object({
        Events: z.array(z.string()),
        LambdaFunctionArn: z.string(),
        Filter: z
          .object({
            Key: z.object({ FilterRules: z.array(z.object({ Name: z.string(), Value: z.string() })) }),
          })
          .optional(),
      }),
    ),
  }),
});

/** Remembers the notifications; they begin once every resource is there. */
export const bucketNotifications: Provider = (resource, { notifications }) => {
  const { BucketName, NotificationConfiguration } = propertiesOf(resource, notificationProperties);
  const rules = NotificationConfiguration.LambdaFunctionConfigurations.map((configuration) => {
    const filters = configuration.Filter?.Key.FilterRules ?? [];
    const filterOf = (name: string) => filters.find((rule) => rule.Name.toLowerCase() === name)?.Value;
    const [prefix, suffix] = [filterOf('prefix'), filterOf('suffix')];
    return {
      events: configuration.Events,
      functionArn: configuration.LambdaFunctionArn,
      ...(prefix === undefined ? {} : { prefix }),
      ...(suffix === undefined ? {} : { suffix }),
    };
  });
  notifications.set(BucketName, [...(notifications.get(BucketName) ?? []), ...rules]);
  return { ref: resource.name, attributes: {} };
};

const deploymentProperties = z.object({
  SourceObjectKeys: z.array(z.string()),
  DestinationBucketName: z.string(),
  DestinationBucketKeyPrefix: z.string().default(''),
});

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** Copies the files of the assets into the bucket. */
export const bucketDeployment: Provider = async (resource, { assembly, s3 }) => {
  const properties = propertiesOf(resource, deploymentProperties);
  for (const objectKey of properties.SourceObjectKeys) {
    const directory = assembly.assetPath(objectKey);
    for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      const key = properties.DestinationBucketKeyPrefix + relative(directory, file).split(sep).join('/');
      const contentType = CONTENT_TYPES[extname(file)] ?? 'application/octet-stream';
      await s3.putObject(properties.DestinationBucketName, key, await readFile(file), contentType);
    }
  }
  return { ref: resource.name, attributes: {} };
};
