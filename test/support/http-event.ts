import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** An HTTP API event of payload format 2.0. */
export function httpEvent(
  routeKey: string,
  parts: Partial<APIGatewayProxyEventV2> = {},
): APIGatewayProxyEventV2 {
  const [method = 'GET', path = '/'] = routeKey.split(' ');
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: '',
    headers: {},
    isBase64Encoded: false,
    requestContext: {
      accountId: '000000000000',
      apiId: 'test',
      domainName: 'test',
      domainPrefix: 'test',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: 'request-1',
      routeKey,
      stage: '$default',
      time: '22/Nov/2026:09:00:10 +0000',
      timeEpoch: 1_795_338_010_000,
    },
    ...parts,
  };
}
