import * as z from 'zod';
import type { Throttling } from '../../../services.ts';
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
    draft.api = {
      ...{ apiId, routes: [], stage: undefined, stageVariables: {} },
      ...{ throttling: undefined, routeThrottling: {} },
    };
    return { ref: apiId, attributes: { ApiId: apiId, ApiEndpoint: endpoints.api } };
  },
);

const routeSettingsSchema = z.strictObject({
  ThrottlingBurstLimit: numberSchema.optional(),
  ThrottlingRateLimit: numberSchema.optional(),
  DetailedMetricsEnabled: z.unknown().optional(),
});

export const stageProvider = provider(
  {
    ApiId: z.string(),
    StageName: z.string(),
    AutoDeploy: z.union([z.literal(true), z.literal('true')], {
      error: 'deployments made by hand do not run here',
    }),
    StageVariables: z.record(z.string(), textSchema).default({}),
    DefaultRouteSettings: routeSettingsSchema.optional(),
    RouteSettings: z.record(z.string(), routeSettingsSchema).default({}),
  },
  ['AccessLogSettings', 'Description', 'Tags'],
  ({ ApiId, StageName, StageVariables, DefaultRouteSettings, RouteSettings }, context) => {
    const api = apiOf(ApiId, context);
    if (api.stage !== undefined)
      throw new TemplateError('the local cloud runs one stage, and this is a second');
    api.stage = StageName;
    api.stageVariables = StageVariables;
    api.throttling = throttlingOf(DefaultRouteSettings ?? {}, 'DefaultRouteSettings');
    api.routeThrottling = Object.fromEntries(
      Object.entries(RouteSettings).flatMap(([routeKey, settings]) => {
        const throttling = throttlingOf(settings, `RouteSettings ${routeKey}`);
        return throttling === undefined ? [] : [[routeKey, throttling]];
      }),
    );
    return { ref: StageName, attributes: {} };
  },
);

function throttlingOf(
  { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit }: z.infer<typeof routeSettingsSchema>,
  where: string,
): Throttling | undefined {
  if ((rateLimit === undefined) !== (burstLimit === undefined)) {
    throw new TemplateError(`${where} must set the rate limit and the burst limit, or neither`);
  }
  return rateLimit === undefined || burstLimit === undefined ? undefined : { rateLimit, burstLimit };
}

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

/** An authorizer of JSON Web Tokens, the only kind that runs here. */
export const authorizerProvider = provider(
  {
    ApiId: z.string(),
    AuthorizerType: z.literal('JWT', { error: 'only JWT authorizers run here' }),
    IdentitySource: z.array(
      z.literal('$request.header.Authorization', {
        error: 'a token is looked for in the Authorization header alone',
      }),
    ),
    JwtConfiguration: z.strictObject({ Audience: z.array(z.string()).min(1), Issuer: z.url() }),
  },
  ['Name'],
  ({ ApiId, JwtConfiguration: { Audience, Issuer } }, context) => {
    apiOf(ApiId, context);
    const id = opaqueId(context.place.stackName, context.logicalId, 6);
    context.draft.authorizers.set(id, { issuer: Issuer, audience: Audience });
    return { ref: id, attributes: { AuthorizerId: id } };
  },
);

export const routeProvider = provider(
  {
    ApiId: z.string(),
    RouteKey: z.string(),
    Target: z.string(),
    AuthorizationType: z.enum(['NONE', 'JWT'], { error: 'only JWT authorizers run here' }).default('NONE'),
    AuthorizerId: z.string().optional(),
    AuthorizationScopes: z.array(z.string()).default([]),
    ApiKeyRequired: z.union([z.literal(false), z.literal('false')]).optional(),
  },
  ['OperationName'],
  (
    { ApiId, RouteKey, Target, AuthorizationType, AuthorizerId = '', AuthorizationScopes: scopes },
    context,
  ) => {
    const { logicalId, place, draft } = context;
    const functionArn = draft.integrations.get(INTEGRATION_TARGET.exec(Target)?.[1] ?? '');
    if (functionArn === undefined)
      throw new TemplateError(`Target ${Target} is no integration of this template`);
    const authorizer = draft.authorizers.get(AuthorizerId);
    if (AuthorizationType === 'JWT' && authorizer === undefined)
      throw new TemplateError(`AuthorizerId ${AuthorizerId} is no authorizer of this template`);
    const isOpen = AuthorizationType === 'NONE' || authorizer === undefined;
    apiOf(ApiId, context).routes.push({
      ...{ routeKey: RouteKey, functionArn },
      ...(isOpen ? {} : { authorization: { ...authorizer, scopes } }),
    });
    const id = opaqueId(place.stackName, logicalId, 7);
    return { ref: id, attributes: { RouteId: id } };
  },
);

function apiOf(apiId: string, { draft }: ProviderContext): PlannedApi {
  if (draft.api?.apiId === apiId) return draft.api;
  throw new TemplateError(`ApiId ${apiId} is no HTTP API of this template`);
}
