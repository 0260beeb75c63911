import { describe, expect, it } from 'vitest';
import { arn, lambdaFunction, planOf, type Resources, ref } from './plan.ts';

const attribute = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] });

const pool: Resources = {
  Pool: {
    Type: 'AWS::Cognito::UserPool',
    Properties: { UserPoolTier: 'ESSENTIALS', MfaConfiguration: 'OPTIONAL' },
  },
  Domain: {
    Type: 'AWS::Cognito::UserPoolDomain',
    Properties: { UserPoolId: ref('Pool'), Domain: 'churn-1' },
  },
  Server: {
    Type: 'AWS::Cognito::UserPoolResourceServer',
    Properties: {
      ...{ UserPoolId: ref('Pool'), Identifier: 'churn', Name: 'churn' },
      Scopes: [{ ScopeName: 'read', ScopeDescription: 'Read' }],
    },
  },
};

const client = (properties: object = {}) => ({
  Type: 'AWS::Cognito::UserPoolClient',
  DependsOn: ['Server', 'Site'],
  Properties: {
    ...{ UserPoolId: ref('Pool'), GenerateSecret: false, SupportedIdentityProviders: ['COGNITO'] },
    ...{ AllowedOAuthFlows: ['code'], AllowedOAuthFlowsUserPoolClient: true },
    AllowedOAuthScopes: ['openid', 'churn/read'],
    CallbackURLs: [{ 'Fn::Join': ['', ['https://', attribute('Site', 'DomainName'), '/']] }],
    ...{ AccessTokenValidity: 15, TokenValidityUnits: { AccessToken: 'minutes' } },
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
    ...properties,
  },
});

const site: Resources = {
  Bucket: { Type: 'AWS::S3::Bucket' },
  Site: {
    Type: 'AWS::CloudFront::Distribution',
    Properties: {
      DistributionConfig: {
        Enabled: true,
        DefaultCacheBehavior: { TargetOriginId: 'site', ViewerProtocolPolicy: 'https-only' },
        Origins: [{ Id: 'site', DomainName: attribute('Bucket', 'RegionalDomainName') }],
      },
    },
  },
};

const apiWith = (route: object, stage: object = {}, authorizer: object = {}): Resources => ({
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: ref('Api'), StageName: '$default', AutoDeploy: true, ...stage },
  },
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ...{ ApiId: ref('Api'), IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' },
      IntegrationUri: arn('Handler'),
    },
  },
  Authorizer: {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: {
      ...{ ApiId: ref('Api'), AuthorizerType: 'JWT', Name: 'SignedIn' },
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Audience: [ref('Client')], Issuer: attribute('Pool', 'ProviderURL') },
      ...authorizer,
    },
  },
  Route: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ...{
        ApiId: ref('Api'),
        RouteKey: 'GET /api/x',
        AuthorizationType: 'JWT',
        AuthorizerId: ref('Authorizer'),
      },
      Target: { 'Fn::Sub': 'integrations/${Integration}' },
      AuthorizationScopes: ['churn/read'],
      ...route,
    },
  },
  Handler: lambdaFunction(),
});

describe('a user pool', () => {
  it('is planned with its scopes and clients, at addresses of this machine', () => {
    const { userPool } = planOf({ Client: client(), ...site, ...pool });
    expect(userPool).toEqual({
      poolId: expect.stringMatching(/^us-east-1_\w{9}$/),
      scopes: ['churn/read'],
      clients: [
        {
          clientId: expect.stringMatching(/^\w{26}$/),
          ...{ hasSecret: false, flows: ['code'], scopes: ['openid', 'churn/read'] },
          ...{ callbackUrls: ['http://127.0.0.1:4580/'], logoutUrls: [] },
          ...{ accessTokenSeconds: 900, idTokenSeconds: 3600, refreshTokenSeconds: 30 * 86_400 },
          rotatesRefreshTokens: true,
        },
      ],
    });
  });

  it('has its domain’s address wherever the template names it', () => {
    const address = { 'Fn::Sub': 'https://${Domain}.auth.${AWS::Region}.amazoncognito.com/oauth2/token' };
    const { functions } = planOf({
      Handler: lambdaFunction({ Environment: { Variables: { TOKEN_URL: address } } }),
      ...pool,
    });
    expect(functions[0]?.environment).toEqual({ TOKEN_URL: 'http://127.0.0.1:4583/oauth2/token' });
  });

  it('is named in the files of a deployment, as JSON writes it', () => {
    const { steps } = planOf({
      Deployment: {
        Type: 'Custom::CDKBucketDeployment',
        Properties: {
          ...{ ServiceToken: 'x', SourceObjectKeys: ['site.zip'], DestinationBucketName: ref('Bucket') },
          SourceMarkers: [{ '<<marker:0xbaba:0>>': ref('Domain'), '<<marker:0xbaba:1>>': 'say "x"' }],
          SourceMarkersConfig: [{ jsonEscape: true }],
        },
      },
      ...site,
      ...pool,
    });
    expect(steps[0]).toMatchObject({
      markers: new Map([
        ['<<marker:0xbaba:0>>', 'churn-1'],
        ['<<marker:0xbaba:1>>', 'say \\"x\\"'],
      ]),
      addresses: new Map([
        ['https://churn-1.auth.us-east-1.amazoncognito.com', 'http://127.0.0.1:4583'],
        ['https://127.0.0.1:4580', 'http://127.0.0.1:4580'],
      ]),
    });
  });

  it.each<[string, object, string]>([
    ['the implicit flow', { AllowedOAuthFlows: ['implicit'] }, 'the implicit flow does not run here'],
    ['a program without a secret', { AllowedOAuthFlows: ['client_credentials'] }, 'must have a secret'],
    [
      'an unknown scope',
      { AllowedOAuthScopes: ['churn/write'] },
      'churn/write is no scope of a resource server',
    ],
    ['another provider', { SupportedIdentityProviders: ['Google'] }, 'asks no other identity provider'],
    ['another pool', { UserPoolId: 'us-east-1_other' }, 'us-east-1_other is no user pool of this template'],
  ])('refuses a client with %s', (_name, properties, message) => {
    expect(() => planOf({ Client: client(properties), ...site, ...pool })).toThrow(message);
  });

  it('refuses triggers, and a second pool', () => {
    const triggers = { LambdaConfig: { PreSignUp: arn('Handler') } };
    const withTriggers = { Type: 'AWS::Cognito::UserPool', Properties: triggers };
    expect(() => planOf({ Pool: withTriggers, Handler: lambdaFunction() })).toThrow(
      'cannot honour LambdaConfig',
    );
    expect(() => planOf({ ...pool, Pool2: { Type: 'AWS::Cognito::UserPool' } })).toThrow('one user pool');
  });
});

describe('an API with an authorizer', () => {
  const limits = { ThrottlingRateLimit: 3, ThrottlingBurstLimit: 6 };
  const planned = (...parts: Parameters<typeof apiWith>) =>
    planOf({ ...apiWith(...parts), Client: client(), ...site, ...pool });

  it('takes tokens of the pool for the clients that the authorizer names, with the route’s scopes', () => {
    const { api, userPool } = planned({});
    expect(api?.routes).toEqual([
      {
        routeKey: 'GET /api/x',
        functionArn: expect.any(String),
        authorization: {
          ...{ issuer: 'http://127.0.0.1:4583', audience: [userPool?.clients[0]?.clientId] },
          scopes: ['churn/read'],
        },
      },
    ]);
    expect(planned({ AuthorizationType: 'NONE' }).api?.routes[0]).not.toHaveProperty('authorization');
  });

  it('has limits of each route that the stage names', () => {
    const { api } = planned({}, { RouteSettings: { 'GET /api/x': limits } });
    expect(api?.routeThrottling).toEqual({ 'GET /api/x': { rateLimit: 3, burstLimit: 6 } });
  });

  it.each<[string, Parameters<typeof apiWith>, string]>([
    ['a route of another kind', [{ AuthorizationType: 'AWS_IAM' }], 'only JWT authorizers run here'],
    [
      'a route of an authorizer that is not there',
      [{ AuthorizerId: 'none' }],
      'AuthorizerId none is no authorizer',
    ],
    ['a function that authorizes', [{}, {}, { AuthorizerType: 'REQUEST' }], 'only JWT authorizers run here'],
    [
      'a token elsewhere',
      [{}, {}, { IdentitySource: ['$request.querystring.t'] }],
      'in the Authorization header',
    ],
    [
      'limits of no route',
      [{}, { RouteSettings: { 'GET /y': limits } }],
      'RouteSettings: GET /y is no route',
    ],
    [
      'half a limit',
      [{}, { RouteSettings: { 'GET /api/x': { ThrottlingRateLimit: 1 } } }],
      'RouteSettings GET /api/x must set the rate limit and the burst limit',
    ],
  ])('is refused with %s', (_name, parts, message) => {
    expect(() => planned(...parts)).toThrow(message);
  });
});
