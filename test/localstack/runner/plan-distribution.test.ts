import { describe, expect, it } from 'vitest';
import { arn, lambdaFunction, planOf, ref } from './plan.ts';

const ALL_VIEWER_EXCEPT_HOST = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

const behavior = (properties: object = {}) => ({
  ...{ TargetOriginId: 'site', ViewerProtocolPolicy: 'redirect-to-https', Compress: true },
  ...properties,
});
const apiBehavior = (properties: object = {}) =>
  behavior({
    ...{ TargetOriginId: 'api', PathPattern: '/api/*', OriginRequestPolicyId: ALL_VIEWER_EXCEPT_HOST },
    AllowedMethods: ['GET', 'POST'],
    ...properties,
  });

/** A template with a site, an API and a distribution before them. */
function planWith(config: object, defaultBehavior: object = {}) {
  return planOf({
    Distribution: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: {
          Enabled: true,
          DefaultRootObject: 'index.html',
          DefaultCacheBehavior: behavior({ ResponseHeadersPolicyId: ref('Headers'), ...defaultBehavior }),
          Origins: [
            { Id: 'site', DomainName: { 'Fn::GetAtt': ['Site', 'RegionalDomainName'] }, OriginPath: '/web' },
            {
              Id: 'api',
              DomainName: {
                'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }] }],
              },
              CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
            },
          ],
          ...config,
        },
      },
    },
    Headers: {
      Type: 'AWS::CloudFront::ResponseHeadersPolicy',
      Properties: {
        ResponseHeadersPolicyConfig: {
          Name: 'headers',
          SecurityHeadersConfig: {
            ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'", Override: true },
            ContentTypeOptions: { Override: true },
            StrictTransportSecurity: { AccessControlMaxAgeSec: 60, IncludeSubdomains: true, Override: false },
          },
          CustomHeadersConfig: { Items: [{ Header: 'X-Build', Value: 7, Override: true }] },
        },
      },
    },
    Site: { Type: 'AWS::S3::Bucket' },
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: {
        ...{ ApiId: ref('Api'), StageName: '$default', AutoDeploy: true },
        DefaultRouteSettings: { ThrottlingBurstLimit: 10, ThrottlingRateLimit: 5 },
      },
    },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ...{ ApiId: ref('Api'), IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' },
        IntegrationUri: {
          'Fn::Sub':
            'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Handler.Arn}/invocations',
        },
      },
    },
    Route: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: ref('Api'),
        RouteKey: 'GET /api/x',
        Target: { 'Fn::Sub': 'integrations/${Integration}' },
      },
    },
    Handler: lambdaFunction({
      Environment: { Variables: { API: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } } },
    }),
  });
}

describe('a distribution before a bucket and an API', () => {
  it('is planned with its origins, methods, headers and error pages', () => {
    const CustomErrorResponses = [
      { ErrorCode: 403, ResponseCode: 200, ResponsePagePath: '/index.html' },
      { ErrorCode: 500, ErrorCachingMinTTL: 0 },
    ];
    const { distribution, api, functions } = planWith({
      CacheBehaviors: [apiBehavior()],
      CustomErrorResponses,
    });
    expect(distribution).toEqual({
      defaultRootObject: 'index.html',
      behaviors: [
        {
          pathPattern: '/api/*',
          origin: { kind: 'http', endpoint: 'http://127.0.0.1:4581' },
          allowedMethods: ['GET', 'POST'],
          responseHeaders: [],
          compress: true,
        },
        {
          pathPattern: '*',
          origin: { kind: 's3', bucket: 'stack-site', keyPrefix: 'web/' },
          allowedMethods: ['GET', 'HEAD'],
          responseHeaders: [
            { name: 'content-security-policy', value: "default-src 'none'", override: true },
            { name: 'x-content-type-options', value: 'nosniff', override: true },
            { name: 'strict-transport-security', value: 'max-age=60; includeSubDomains', override: false },
            { name: 'x-build', value: '7', override: true },
          ],
          compress: true,
        },
      ],
      errorResponses: [{ errorCode: 403, responseCode: 200, responsePagePath: '/index.html' }],
    });
    const [handler] = functions;
    expect(api).toMatchObject({
      stage: '$default',
      throttling: { rateLimit: 5, burstLimit: 10 },
      routes: [{ routeKey: 'GET /api/x', functionArn: handler?.arn }],
    });
    expect(handler?.environment).toEqual({ API: 'http://127.0.0.1:4581' });
  });

  it.each<[string, object, object, RegExp]>([
    [
      'a CloudFront Function',
      {},
      { FunctionAssociations: [arn('Handler')] },
      /CloudFront Functions do not run here/,
    ],
    [
      'a header policy from elsewhere',
      {},
      { ResponseHeadersPolicyId: 'managed' },
      /policy managed is not known/,
    ],
    ['an origin that is not there', {}, { TargetOriginId: 'other' }, /no origin other/],
    [
      'a server of someone else',
      { Origins: [{ Id: 'site', DomainName: 'example.com', CustomOriginConfig: {} }] },
      {},
      /origin example.com is no bucket and no HTTP API/,
    ],
    [
      'an API that would not see the viewer’s headers',
      { CacheBehaviors: [apiBehavior({ OriginRequestPolicyId: 'other' })] },
      {},
      /ALL_VIEWER_EXCEPT_HOST_HEADER/,
    ],
  ])('is refused with %s', (_name, config, defaultBehavior, message) => {
    expect(() => planWith(config, defaultBehavior)).toThrow(message);
  });
});
