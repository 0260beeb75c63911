import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { appForCloud, templateOf } from '../support/synthesized-app.ts';

/** What anybody may call. A route is not added here without a reason that can be defended. */
const PUBLIC_ROUTES = ['GET /api/health', 'GET /api/openapi.json'];

const routeSchema = z.object({
  RouteKey: z.string(),
  AuthorizationType: z.string(),
  AuthorizerId: z.object({ Ref: z.string() }).optional(),
  AuthorizationScopes: z.array(z.string()).optional(),
});

let template: Template;
let outputDirectory: string;

beforeAll(async () => {
  outputDirectory = await appForCloud();
  template = await templateOf(outputDirectory);
});

const propertiesOf = (type: string) =>
  Object.values(template.findResources(type)).map(({ Properties }) => Properties as Record<string, unknown>);
const routes = () =>
  propertiesOf('AWS::ApiGatewayV2::Route').map((properties) => routeSchema.parse(properties));

function scopeFor(routeKey: string): string {
  if (routeKey === 'POST /api/predict') return 'churn/predict';
  return routeKey.startsWith('GET ') ? 'churn/read' : 'churn/admin';
}

describe('every route', () => {
  it('asks for a token with its one scope, unless it is one of the public ones', () => {
    const [authorizerId] = Object.keys(template.findResources('AWS::ApiGatewayV2::Authorizer'));
    const keys = routes().map(({ RouteKey }) => RouteKey);
    expect(keys).toContain('POST /api/predict');
    expect(keys).toContain('GET /api/health');
    for (const { RouteKey, ...route } of routes()) {
      expect({ RouteKey, ...route }).toEqual(
        PUBLIC_ROUTES.includes(RouteKey)
          ? { RouteKey, AuthorizationType: 'NONE' }
          : {
              ...{ RouteKey, AuthorizationType: 'JWT', AuthorizerId: { Ref: authorizerId } },
              AuthorizationScopes: [scopeFor(RouteKey)],
            },
      );
    }
  });

  it('has a limit, prediction and the public ones a lower one of their own', () => {
    const [stage] = propertiesOf('AWS::ApiGatewayV2::Stage');
    const limitsSchema = z.strictObject({
      ThrottlingRateLimit: z.number(),
      ThrottlingBurstLimit: z.number(),
    });
    const { DefaultRouteSettings: common, RouteSettings: own } = z
      .object({ DefaultRouteSettings: limitsSchema, RouteSettings: z.record(z.string(), limitsSchema) })
      .parse(stage);
    const keys = routes().map(({ RouteKey }) => RouteKey);
    for (const [key, limits] of Object.entries(own)) {
      expect(keys).toContain(key);
      expect(limits.ThrottlingRateLimit).toBeLessThan(common.ThrottlingRateLimit);
    }
    const limited = keys.filter(
      (key) => ['POST /api/predict', 'POST /api/uploads'].includes(key) || PUBLIC_ROUTES.includes(key),
    );
    expect(Object.keys(own).toSorted()).toEqual(limited.toSorted());
  });

  it('comes before the stage that limits it', () => {
    const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
    for (const id of Object.keys(template.findResources('AWS::ApiGatewayV2::Route'))) {
      expect(stage?.DependsOn).toContain(id);
    }
  });
});

describe('the authorizer', () => {
  it('takes access tokens of the pool’s own clients from the Authorization header', () => {
    const clients = Object.keys(template.findResources('AWS::Cognito::UserPoolClient'));
    const [poolId] = Object.keys(template.findResources('AWS::Cognito::UserPool'));
    expect(clients).toHaveLength(2);
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: {
        Audience: Match.arrayEquals(clients.map((Ref) => ({ Ref }))),
        Issuer: { 'Fn::GetAtt': [poolId, 'ProviderURL'] },
      },
    });
  });
});

describe('the user pool', () => {
  it('lets nobody sign up, wants long passwords, offers a second factor and cannot be deleted by mistake', () => {
    template.hasResource('AWS::Cognito::UserPool', {
      DeletionPolicy: 'Retain',
      Properties: {
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        DeletionProtection: 'ACTIVE',
        MfaConfiguration: 'OPTIONAL',
        EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
        Policies: {
          PasswordPolicy: {
            MinimumLength: 14,
            ...{ RequireLowercase: true, RequireUppercase: true, RequireNumbers: true, RequireSymbols: true },
            TemporaryPasswordValidityDays: 3,
          },
        },
      },
    });
  });

  it('knows the three scopes', () => {
    template.hasResourceProperties('AWS::Cognito::UserPoolResourceServer', {
      Identifier: 'churn',
      Scopes: ['read', 'predict', 'admin'].map((ScopeName) => Match.objectLike({ ScopeName })),
    });
  });
});

describe('the app clients', () => {
  it('of the dashboard has no secret, short tokens, and comes back to the distribution alone', () => {
    const [distribution] = Object.keys(template.findResources('AWS::CloudFront::Distribution'));
    const home = { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': [distribution, 'DomainName'] }, '/']] };
    const [client] = propertiesOf('AWS::Cognito::UserPoolClient').filter(
      ({ GenerateSecret }) => !GenerateSecret,
    );
    expect(client).toMatchObject({
      ...{ AllowedOAuthFlows: ['code'], CallbackURLs: [home], LogoutURLs: [home] },
      ...{ AccessTokenValidity: 15, TokenValidityUnits: { AccessToken: 'minutes' } },
      RefreshTokenRotation: { Feature: 'ENABLED' },
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
      ...{ EnableTokenRevocation: true, PreventUserExistenceErrors: 'ENABLED' },
      SupportedIdentityProviders: ['COGNITO'],
    });
    expect(JSON.stringify(client?.AllowedOAuthScopes)).not.toContain('/admin');
  });

  it('of other systems has a secret, which stands nowhere in the template, and signs nobody else in', () => {
    template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      GenerateSecret: true,
      AllowedOAuthFlows: ['client_credentials'],
      CallbackURLs: Match.absent(),
    });
    expect(JSON.stringify(template.toJSON())).not.toContain('ClientSecret');
  });
});

describe('the dashboard', () => {
  it('may ask its own origin and the sign-in page’s, and nobody else', () => {
    const [policy] = propertiesOf('AWS::CloudFront::ResponseHeadersPolicy');
    const text = JSON.stringify(policy);
    const [domain] = Object.keys(template.findResources('AWS::Cognito::UserPoolDomain'));
    const connect = /connect-src 'self' https:\/\/[^;]*;/.exec(text)?.[0] ?? '';
    expect(connect).toContain(`{"Ref":"${domain}"},".auth."`.replaceAll('\\', ''));
    expect(text).not.toMatch(/unsafe|connect-src[^;]*\*/);
  });

  it('is told of its deployment by a file that no cache keeps', () => {
    const deployments = propertiesOf('Custom::CDKBucketDeployment');
    const [configuration] = deployments.filter(({ SourceMarkers }) => SourceMarkers !== undefined);
    expect(configuration).toMatchObject({ Prune: false, SystemMetadata: { 'cache-control': 'no-cache' } });
    expect(JSON.stringify(configuration?.SourceMarkers)).toContain('ProviderURL');
  });
});

describe('the functions', () => {
  it('do not carry what only the local cloud and the dashboard need', () => {
    const bundles = globSync('asset.*/*.js', { cwd: outputDirectory }).map((file) =>
      readFileSync(join(outputDirectory, file), 'utf8'),
    );
    expect(bundles.length).toBeGreaterThan(5);
    for (const code of bundles) expect(code).not.toMatch(/oidc-provider|oauth4webapi|createRemoteJWKSet/);
  });
});
