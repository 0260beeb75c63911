import { z } from 'zod';
import { TemplateError } from '../../../template/template-error.ts';
import type { PlannedApi } from '../cloud-plan.ts';
import { opaqueId } from '../physical-names.ts';
import { numberSchema, type ProviderContext, provider, textSchema } from '../provider.ts';

const INTEGRATION_TARGET = /^integrations\/(.+)$/;

export const apiProvider = provider(
  { ProtocolType: z.literal('HTTP', { error: 'only HTTP APIs run here' }) },
  ['Name', 'Description', 'Tags', 'Version'],
  (_properties, { logicalId, place, draft, endpoints }) => {
    if (draft.api !== undefined)
      throw new TemplateError('the local cloud runs one HTTP API, and this is a second');
    const apiId = opaqueId(place.stackName, logicalId, 10);
    draft.api = { apiId, routes: [], stage: undefined, stageVariables: {}, throttling: undefined };
    return { ref: apiId, attributes: { ApiId: apiId, ApiEndpoint: endpoints.api } };
  },
);

export const stageProvider = provider(
  {
    ApiId: z.string(),
    StageName: z.string(),
    AutoDeploy: z.union([z.literal(true), z.literal('true')], {
      error: 'deployments made by hand do not run here',
    }),
    StageVariables: z.record(z.string(), textSchema).default({}),
    DefaultRouteSettings: z
      .strictObject({
        ThrottlingBurstLimit: numberSchema.optional(),
        ThrottlingRateLimit: numberSchema.optional(),
        DetailedMetricsEnabled: z.unknown().optional(),
      })
      .optional(),
  },
  ['AccessLogSettings', 'Description', 'Tags'],
  ({ ApiId, StageName, StageVariables, DefaultRouteSettings }, context) => {
    const api = apiOf(ApiId, context);
    if (api.stage !== undefined)
      throw new TemplateError('the local cloud runs one stage, and this is a second');
    api.stage = StageName;
    api.stageVariables = StageVariables;
    const { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit } = DefaultRouteSettings ?? {};
    if ((rateLimit === undefined) !== (burstLimit === undefined)) {
      throw new TemplateError('DefaultRouteSettings must set the rate limit and the burst limit, or neither');
    }
    if (rateLimit !== undefined && burstLimit !== undefined) api.throttling = { rateLimit, burstLimit };
    return { ref: StageName, attributes: {} };
  },
);

export const integrationProvider = provider(
  {
    ApiId: z.string(),
    IntegrationType: z.literal('AWS_PROXY', { error: 'only integrations with functions run here' }),
    IntegrationUri: z.string(),
    PayloadFormatVersion: z.literal('2.0', { error: 'only payload format 2.0 is spoken here' }),
    IntegrationMethod: z.literal('POST').optional(),
  },
  ['Description', 'ConnectionType'],
  ({ ApiId, IntegrationUri }, context) => {
    apiOf(ApiId, context);
    const { logicalId, place, draft } = context;
    const id = opaqueId(place.stackName, logicalId, 7);
    draft.integrations.set(id, draft.function(IntegrationUri).arn);
    return { ref: id, attributes: { IntegrationId: id } };
  },
);

export const routeProvider = provider(
  {
    ApiId: z.string(),
    RouteKey: z.string(),
    Target: z.string(),
    AuthorizationType: z.literal('NONE', { error: 'the local cloud has no authorizers yet' }).optional(),
    ApiKeyRequired: z.union([z.literal(false), z.literal('false')]).optional(),
  },
  ['OperationName'],
  ({ ApiId, RouteKey, Target }, context) => {
    const { logicalId, place, draft } = context;
    const functionArn = draft.integrations.get(INTEGRATION_TARGET.exec(Target)?.[1] ?? '');
    if (functionArn === undefined)
      throw new TemplateError(`Target ${Target} is no integration of this template`);
    apiOf(ApiId, context).routes.push({ routeKey: RouteKey, functionArn });
    const id = opaqueId(place.stackName, logicalId, 7);
    return { ref: id, attributes: { RouteId: id } };
  },
);

function apiOf(apiId: string, { draft }: ProviderContext): PlannedApi {
  if (draft.api?.apiId === apiId) return draft.api;
  throw new TemplateError(`ApiId ${apiId} is no HTTP API of this template`);
}
