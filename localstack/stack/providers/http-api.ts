import { z } from 'zod';
import type { Provider } from '../local-cloud.ts';
import { propertiesOf, required } from './properties.ts';

export const httpApi: Provider = (resource, { apis, context, ports }) => {
  propertiesOf(
    resource,
    z.object({
      ProtocolType: z.literal('HTTP'),
      CorsConfiguration: z.undefined({ error: 'CORS is not run here' }).optional(),
    }),
  );
  apis.set(resource.name, { routes: [], integrations: new Map(), throttling: undefined });
  return {
    ref: resource.name,
    attributes: { ApiEndpoint: `http://${context.host}:${ports.api.port}`, ApiId: resource.name },
  };
};

const stageProperties = z.object({
  ApiId: z.string(),
  StageName: z.literal('$default'),
  DefaultRouteSettings: z
    .object({ ThrottlingRateLimit: z.number(), ThrottlingBurstLimit: z.number() })
    .optional(),
  RouteSettings: z.undefined({ error: 'settings by route are not run here' }).optional(),
});

export const stage: Provider = (resource, { apis }) => {
  const { ApiId, StageName, DefaultRouteSettings } = propertiesOf(resource, stageProperties);
  if (DefaultRouteSettings !== undefined) {
    required(apis, ApiId, resource, 'API').throttling = {
      rateLimit: DefaultRouteSettings.ThrottlingRateLimit,
      burstLimit: DefaultRouteSettings.ThrottlingBurstLimit,
    };
  }
  return { ref: StageName, attributes: {} };
};

const integrationProperties = z.object({
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
});

export const integration: Provider = (resource, { apis }) => {
  const { ApiId, IntegrationUri } = propertiesOf(resource, integrationProperties);
  required(apis, ApiId, resource, 'API').integrations.set(resource.name, IntegrationUri);
  return { ref: resource.name, attributes: {} };
};

const routeProperties = z.object({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string().startsWith('integrations/'),
  AuthorizationType: z.literal('NONE').default('NONE'),
});

export const route: Provider = (resource, { apis }) => {
  const { ApiId, RouteKey, Target } = propertiesOf(resource, routeProperties);
  const target = Target.slice('integrations/'.length);
  required(apis, ApiId, resource, 'API').routes.push({ routeKey: RouteKey, target });
  return { ref: resource.name, attributes: {} };
};
