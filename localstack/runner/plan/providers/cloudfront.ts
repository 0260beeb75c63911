import * as z from 'zod';
import { TemplateError } from '../../../template/template-error.ts';
import type { PlannedBehavior, PlannedOrigin } from '../cloud-plan.ts';
import { opaqueId } from '../physical-names.ts';
import { booleanSchema, numberSchema, type ProviderContext, provider } from '../provider.ts';

/** CloudFront's managed policy AllViewerExceptHostHeader, which is how requests are passed on to a server here. */
const ALL_VIEWER_EXCEPT_HOST = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

/** Nothing of it can be honoured, so it must not be there. */
const absent = (what: string) =>
  z
    .array(z.unknown())
    .max(0, { error: `${what} do not run here` })
    .optional();

const behaviorSchema = z.strictObject({
  TargetOriginId: z.string(),
  AllowedMethods: z.array(z.string()).default(['GET', 'HEAD']),
  Compress: booleanSchema.default(false),
  ResponseHeadersPolicyId: z.string().optional(),
  OriginRequestPolicyId: z.string().optional(),
  ViewerProtocolPolicy: z.string(),
  CachePolicyId: z.string().optional(),
  CachedMethods: z.array(z.string()).optional(),
  FunctionAssociations: absent('CloudFront Functions'),
  LambdaFunctionAssociations: absent('functions at the edge'),
  TrustedKeyGroups: absent('signed URLs'),
});

const originSchema = z.strictObject({
  Id: z.string(),
  DomainName: z.string(),
  OriginPath: z.string().default(''),
  OriginAccessControlId: z.string().optional(),
  S3OriginConfig: z.unknown().optional(),
  CustomOriginConfig: z.unknown().optional(),
  ConnectionAttempts: numberSchema.optional(),
  ConnectionTimeout: numberSchema.optional(),
});

const errorResponseSchema = z.strictObject({
  ErrorCode: numberSchema,
  ResponseCode: numberSchema.optional(),
  ResponsePagePath: z.string().optional(),
  ErrorCachingMinTTL: numberSchema.optional(),
});

const configSchema = z.strictObject({
  Enabled: z.union([z.literal(true), z.literal('true')]),
  DefaultRootObject: z.string().optional(),
  DefaultCacheBehavior: behaviorSchema,
  CacheBehaviors: z.array(behaviorSchema.extend({ PathPattern: z.string() })).default([]),
  Origins: z.array(originSchema),
  CustomErrorResponses: z.array(errorResponseSchema).default([]),
  Comment: z.unknown().optional(),
  HttpVersion: z.unknown().optional(),
  IPV6Enabled: z.unknown().optional(),
  PriceClass: z.unknown().optional(),
  Logging: z.unknown().optional(),
  Aliases: z.unknown().optional(),
  ViewerCertificate: z.unknown().optional(),
  WebACLId: z.unknown().optional(),
});

/** A distribution whose origins are buckets and the HTTP API of this template. */
export const distributionProvider = provider(
  { DistributionConfig: configSchema },
  ['Tags'],
  ({ DistributionConfig: config }, context) => {
    const { logicalId, place, draft, endpoints } = context;
    if (draft.distribution !== undefined) {
      throw new TemplateError('the local cloud runs one distribution, and this is a second');
    }
    const origins = new Map(config.Origins.map((origin) => [origin.Id, originOf(origin, context)]));
    const fallback = { ...config.DefaultCacheBehavior, PathPattern: '*' };
    draft.distribution = {
      defaultRootObject: config.DefaultRootObject,
      behaviors: [...config.CacheBehaviors, fallback].map((behavior) =>
        behaviorOf(behavior, origins, context),
      ),
      errorResponses: config.CustomErrorResponses.flatMap(
        ({ ErrorCode, ResponsePagePath, ResponseCode = ErrorCode }) =>
          ResponsePagePath === undefined
            ? []
            : [{ errorCode: ErrorCode, responseCode: ResponseCode, responsePagePath: ResponsePagePath }],
      ),
    };
    const id = `E${opaqueId(place.stackName, logicalId, 13).toUpperCase()}`;
    const domain = new URL(endpoints.distribution).host;
    draft.addresses.set(`https://${domain}`, endpoints.distribution);
    return { ref: id, attributes: { Id: id, DomainName: domain } };
  },
);

function originOf(
  { DomainName, OriginPath }: z.infer<typeof originSchema>,
  context: ProviderContext,
): PlannedOrigin {
  const bucket = context.draft.bucketDomains.get(DomainName);
  if (bucket !== undefined) {
    const path = OriginPath.replace(/^\//, '');
    return { kind: 's3', bucket, keyPrefix: path === '' ? '' : `${path}/` };
  }
  const { api } = context.endpoints;
  if (context.draft.api !== undefined && DomainName === new URL(api).host) {
    return { kind: 'http', endpoint: `${api}${OriginPath}` };
  }
  throw new TemplateError(`origin ${DomainName} is no bucket and no HTTP API of this template`);
}

function behaviorOf(
  behavior: z.infer<typeof behaviorSchema> & { readonly PathPattern: string },
  origins: ReadonlyMap<string, PlannedOrigin>,
  { draft }: ProviderContext,
): PlannedBehavior {
  const { PathPattern, TargetOriginId, ResponseHeadersPolicyId, OriginRequestPolicyId } = behavior;
  const origin = origins.get(TargetOriginId);
  if (origin === undefined) throw new TemplateError(`${PathPattern}: there is no origin ${TargetOriginId}`);
  if (origin.kind === 'http' && OriginRequestPolicyId !== ALL_VIEWER_EXCEPT_HOST) {
    throw new TemplateError(
      `${PathPattern}: the only origin request policy here is ALL_VIEWER_EXCEPT_HOST_HEADER`,
    );
  }
  const responseHeaders =
    ResponseHeadersPolicyId === undefined ? [] : draft.headerPolicies.get(ResponseHeadersPolicyId);
  if (responseHeaders === undefined) {
    throw new TemplateError(
      `${PathPattern}: response headers policy ${ResponseHeadersPolicyId} is not known here`,
    );
  }
  return {
    pathPattern: PathPattern,
    origin,
    allowedMethods: behavior.AllowedMethods,
    responseHeaders,
    compress: behavior.Compress,
  };
}
