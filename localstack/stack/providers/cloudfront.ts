import { z } from 'zod';
import type { Behavior, Origin, PolicyHeader } from '../../cloudfront/distribution-options.ts';
import type { LocalCloud, Provider, ResolvedResource } from '../local-cloud.ts';
import { TemplateError } from '../template/template-error.ts';
import { propertiesOf, required } from './properties.ts';

const override = { Override: z.boolean() };

const headersProperties = z.object({
  ResponseHeadersPolicyConfig: z.object({
    SecurityHeadersConfig: z
      .strictObject({
        ContentSecurityPolicy: z.object({ ContentSecurityPolicy: z.string(), ...override }),
        ContentTypeOptions: z.object(override),
        FrameOptions: z.object({ FrameOption: z.string(), ...override }),
        ReferrerPolicy: z.object({ ReferrerPolicy: z.string(), ...override }),
        StrictTransportSecurity: z.object({
          AccessControlMaxAgeSec: z.number(),
          IncludeSubdomains: z.boolean().optional(),
          Preload: z.boolean().optional(),
          ...override,
        }),
      })
      .partial()
      .default({}),
    CustomHeadersConfig: z
      .object({ Items: z.array(z.object({ Header: z.string(), Value: z.string(), ...override })) })
      .default({ Items: [] }),
  }),
});

export const responseHeadersPolicy: Provider = (resource, { responseHeaders }) => {
  const { SecurityHeadersConfig: security, CustomHeadersConfig } = propertiesOf(
    resource,
    headersProperties,
  ).ResponseHeadersPolicyConfig;
  const headers: PolicyHeader[] = CustomHeadersConfig.Items.map((item) => ({
    name: item.Header,
    value: item.Value,
    override: item.Override,
  }));
  const add = (name: string, value: string, policy: { Override: boolean }) =>
    headers.push({ name, value, override: policy.Override });
  const { ContentSecurityPolicy, ContentTypeOptions, FrameOptions, ReferrerPolicy, StrictTransportSecurity } =
    security;
  if (ContentSecurityPolicy)
    add('content-security-policy', ContentSecurityPolicy.ContentSecurityPolicy, ContentSecurityPolicy);
  if (ContentTypeOptions) add('x-content-type-options', 'nosniff', ContentTypeOptions);
  if (FrameOptions) add('x-frame-options', FrameOptions.FrameOption, FrameOptions);
  if (ReferrerPolicy) add('referrer-policy', ReferrerPolicy.ReferrerPolicy, ReferrerPolicy);
  if (StrictTransportSecurity) {
    const { AccessControlMaxAgeSec, IncludeSubdomains, Preload } = StrictTransportSecurity;
    const parts = [`max-age=${AccessControlMaxAgeSec}`];
    if (IncludeSubdomains) parts.push('includeSubDomains');
    if (Preload) parts.push('preload');
    add('strict-transport-security', parts.join('; '), StrictTransportSecurity);
  }
  responseHeaders.set(resource.name, headers);
  return { ref: resource.name, attributes: {} };
};

export const originAccessControl: Provider = (resource) => ({
  ref: resource.name,
  attributes: { Id: resource.name },
});

const none = (what: string) => z.undefined({ error: `${what} are not run here` }).optional();

const behaviorShape = {
  TargetOriginId: z.string(),
  AllowedMethods: z.array(z.string()).default(['GET', 'HEAD']),
  ResponseHeadersPolicyId: z.string().optional(),
  FunctionAssociations: none('CloudFront functions'),
  LambdaFunctionAssociations: none('Lambda@Edge functions'),
};

const distributionProperties = z.object({
  DistributionConfig: z.object({
    DefaultRootObject: z.string().optional(),
    DefaultCacheBehavior: z.object(behaviorShape),
    CacheBehaviors: z.array(z.object({ PathPattern: z.string(), ...behaviorShape })).default([]),
    Origins: z.array(
      z.object({
        Id: z.string(),
        DomainName: z.string(),
        OriginPath: none('origin paths'),
        S3OriginConfig: z.object({}).optional(),
      }),
    ),
    CustomErrorResponses: z
      .array(z.object({ ErrorCode: z.number(), ResponseCode: z.number(), ResponsePagePath: z.string() }))
      .default([]),
  }),
});

type BehaviorProperties = z.infer<z.ZodObject<typeof behaviorShape>>;

export const distribution: Provider = (resource, cloud) => {
  const config = propertiesOf(resource, distributionProperties).DistributionConfig;
  const origins = new Map(config.Origins.map((origin) => [origin.Id, originOf(origin, resource, cloud)]));
  const behaviorOf = (pathPattern: string, behavior: BehaviorProperties): Behavior => ({
    pathPattern,
    origin: required(origins, behavior.TargetOriginId, resource, 'origin'),
    allowedMethods: behavior.AllowedMethods,
    responseHeaders:
      behavior.ResponseHeadersPolicyId === undefined
        ? []
        : required(
            cloud.responseHeaders,
            behavior.ResponseHeadersPolicyId,
            resource,
            'response headers policy',
          ),
  });
  cloud.distributions.push({
    defaultRootObject: config.DefaultRootObject,
    behaviors: [
      ...config.CacheBehaviors.map((behavior) => behaviorOf(behavior.PathPattern, behavior)),
      behaviorOf('*', config.DefaultCacheBehavior),
    ],
    errorResponses: config.CustomErrorResponses.map((page) => ({
      errorCode: page.ErrorCode,
      responseCode: page.ResponseCode,
      responsePagePath: page.ResponsePagePath,
    })),
  });
  const domain = `${cloud.context.host}:${cloud.ports.dashboard.port}`;
  return { ref: resource.name, attributes: { DomainName: domain, Id: resource.name } };
};

function originOf(
  origin: { readonly DomainName: string; readonly S3OriginConfig?: object | undefined },
  resource: ResolvedResource,
  { buckets, s3 }: LocalCloud,
): Origin {
  if (origin.S3OriginConfig === undefined) return { kind: 'http', endpoint: `http://${origin.DomainName}` };
  const [bucket = ''] = origin.DomainName.split('.s3.');
  if (!buckets.has(bucket))
    throw new TemplateError(`${resource.type} ${resource.id} has the unknown bucket ${bucket} as origin.`);
  return { kind: 's3', read: (key) => s3.getObject(bucket, key) };
}
