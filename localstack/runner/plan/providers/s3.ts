import * as z from 'zod';
import type { BucketNotification } from '../../../services.ts';
import { physicalName } from '../physical-names.ts';
import { booleanSchema, numberSchema, passive, provider, textSchema } from '../provider.ts';

const rulesSchema = z.array(z.strictObject({ Name: z.string(), Value: z.string() }));

const corsRuleSchema = z.strictObject({
  AllowedOrigins: z.array(z.string()),
  AllowedMethods: z.array(z.string()),
  AllowedHeaders: z.array(z.string()).default([]),
  ExposedHeaders: z.array(z.string()).default([]),
  MaxAge: numberSchema.optional(),
  Id: z.string().optional(),
});

/** A bucket; its notifications may be its own property or a resource of their own. */
export const bucketProvider = provider(
  {
    BucketName: z.string().optional(),
    VersioningConfiguration: z.strictObject({ Status: z.enum(['Enabled', 'Suspended']) }).optional(),
    CorsConfiguration: z.strictObject({ CorsRules: z.array(corsRuleSchema) }).optional(),
    NotificationConfiguration: z
      .strictObject({
        LambdaConfigurations: z.array(
          z.strictObject({
            Event: z.string(),
            Filter: z.strictObject({ S3Key: z.strictObject({ Rules: rulesSchema }) }).optional(),
            Function: z.string(),
          }),
        ),
      })
      .optional(),
  },
  [
    'AccessControl',
    'AnalyticsConfigurations',
    'BucketEncryption',
    'IntelligentTieringConfigurations',
    'InventoryConfigurations',
    'LifecycleConfiguration',
    'LoggingConfiguration',
    'MetricsConfigurations',
    'OwnershipControls',
    'PublicAccessBlockConfiguration',
    'Tags',
  ],
  (properties, { logicalId, place, draft }) => {
    const { BucketName, VersioningConfiguration, CorsConfiguration, NotificationConfiguration } = properties;
    const name = BucketName ?? physicalName(place.stackName, logicalId, 63).toLowerCase();
    draft.buckets.set(name, {
      name,
      versioning: VersioningConfiguration?.Status === 'Enabled',
      cors: (CorsConfiguration?.CorsRules ?? []).map((rule) => ({
        allowedOrigins: rule.AllowedOrigins,
        allowedMethods: rule.AllowedMethods,
        allowedHeaders: rule.AllowedHeaders,
        exposedHeaders: rule.ExposedHeaders,
        ...(rule.MaxAge === undefined ? {} : { maxAgeSeconds: rule.MaxAge }),
      })),
      notifications: (NotificationConfiguration?.LambdaConfigurations ?? []).map((notification) => ({
        events: [notification.Event],
        ...filterOf(notification.Filter?.S3Key.Rules ?? []),
        functionArn: draft.function(notification.Function).arn,
      })),
    });
    const domains = {
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${place.region}.amazonaws.com`,
      DualStackDomainName: `${name}.s3.dualstack.${place.region}.amazonaws.com`,
    };
    for (const domain of Object.values(domains)) draft.bucketDomains.set(domain, name);
    return { ref: name, attributes: { Arn: `arn:aws:s3:::${name}`, ...domains } };
  },
);

/** CDK's own way to a bucket's notifications. */
export const bucketNotificationsProvider = provider(
  {
    BucketName: z.string(),
    NotificationConfiguration: z.strictObject({
      LambdaFunctionConfigurations: z
        .array(
          z.strictObject({
            Id: z.string().optional(),
            Events: z.array(z.string()),
            Filter: z.strictObject({ Key: z.strictObject({ FilterRules: rulesSchema }) }).optional(),
            LambdaFunctionArn: z.string(),
          }),
        )
        .default([]),
    }),
  },
  ['ServiceToken', 'Managed', 'SkipDestinationValidation'],
  ({ BucketName, NotificationConfiguration }, { logicalId, draft }) => {
    const added = NotificationConfiguration.LambdaFunctionConfigurations.map((notification) => ({
      events: notification.Events,
      ...filterOf(notification.Filter?.Key.FilterRules ?? []),
      functionArn: draft.function(notification.LambdaFunctionArn).arn,
    }));
    draft.bucket(BucketName).notifications.push(...added);
    return { ref: logicalId, attributes: {} };
  },
);

/** CDK's copying of files into a bucket. */
export const bucketDeploymentProvider = provider(
  {
    SourceObjectKeys: z.array(z.string()),
    DestinationBucketName: z.string(),
    DestinationBucketKeyPrefix: z.string().default(''),
    Prune: booleanSchema.default(true),
    Extract: z.union([z.literal(true), z.literal('true')]).optional(),
    SystemMetadata: z
      .strictObject({ 'cache-control': textSchema.optional(), 'content-type': textSchema.optional() })
      .default({}),
    SourceMarkers: z.array(z.record(z.string(), textSchema)).default([]),
    SourceMarkersConfig: z
      .array(z.strictObject({ jsonEscape: z.union([z.literal(true), z.literal('true')]) }))
      .default([]),
  },
  [
    'ServiceToken',
    'SourceBucketNames',
    'RetainOnDelete',
    'DistributionId',
    'DistributionPaths',
    'WaitForDistributionInvalidation',
    'OutputObjectKeys',
  ],
  (properties, context) => {
    const { DestinationBucketKeyPrefix, SystemMetadata } = properties;
    const { name } = context.draft.bucket(properties.DestinationBucketName);
    const prefix = DestinationBucketKeyPrefix.replace(/^\/+|\/+$/g, '');
    context.draft.steps.push({
      kind: 'bucket-deployment',
      logicalId: context.logicalId,
      sources: properties.SourceObjectKeys.map((key) => context.assetOf(key)),
      bucket: name,
      keyPrefix: prefix === '' ? '' : `${prefix}/`,
      prune: properties.Prune,
      cacheControl: SystemMetadata['cache-control'],
      contentType: SystemMetadata['content-type'],
      markers: markersOf(properties.SourceMarkers, properties.SourceMarkersConfig.length > 0),
      addresses: context.draft.addresses,
    });
    return { ref: context.logicalId, attributes: { DestinationBucketArn: `arn:aws:s3:::${name}` } };
  },
);

/** Nothing is ever deleted here. */
export const autoDeleteObjectsProvider = passive(({ logicalId }) => ({ ref: logicalId, attributes: {} }));

/** A value inside a text of JSON is written as JSON writes it. CDK makes each marker's name only once. */
function markersOf(
  sources: ReadonlyArray<Readonly<Record<string, string>>>,
  isJson: boolean,
): ReadonlyMap<string, string> {
  const inside = (value: string) => (isJson ? JSON.stringify(value).slice(1, -1) : value);
  return new Map(
    sources.flatMap((markers) => Object.entries(markers).map(([name, value]) => [name, inside(value)])),
  );
}

function filterOf(rules: z.infer<typeof rulesSchema>): Pick<BucketNotification, 'prefix' | 'suffix'> {
  const valueOfRule = (name: string) => rules.find((rule) => rule.Name.toLowerCase() === name)?.Value;
  const prefix = valueOfRule('prefix');
  const suffix = valueOfRule('suffix');
  return { ...(prefix === undefined ? {} : { prefix }), ...(suffix === undefined ? {} : { suffix }) };
}
