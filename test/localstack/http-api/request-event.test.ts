import { expect, test } from 'vitest';
import { api, echo, raw } from './test-api.ts';

test('the event is payload format 2.0', async () => {
  const { endpoint } = await api(echo, { stageVariables: { colour: 'green' } }, 'POST /api/customers/{id}');
  const response = await fetch(`${endpoint}/api/customers/a%20b%C3%A4?risk=HIGH&q=x%20y&q=z+w&empty=`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Cookie: 'a=1; b=2',
      'X-Many': 'one',
      'User-Agent': 'tester',
    },
    body: '{"n":1}',
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json');
  const event = (await response.json()) as { headers: object; requestContext: { requestId: string } };
  expect(event).toMatchObject({
    version: '2.0',
    routeKey: 'POST /api/customers/{id}',
    rawPath: '/api/customers/a bä',
    rawQueryString: 'risk=HIGH&q=x%20y&q=z+w&empty=',
    cookies: ['a=1', 'b=2'],
    queryStringParameters: { risk: 'HIGH', q: 'x y,z w', empty: '' },
    pathParameters: { id: 'a bä' },
    stageVariables: { colour: 'green' },
    headers: {
      'content-type': 'application/json',
      'content-length': '7',
      'x-many': 'one',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
    },
    requestContext: {
      accountId: '000000000000',
      apiId: 'abc123',
      domainName: 'abc123.execute-api.eu-central-1.amazonaws.com',
      domainPrefix: 'abc123',
      http: {
        method: 'POST',
        path: '/api/customers/a bä',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'tester',
      },
      routeKey: 'POST /api/customers/{id}',
      stage: '$default',
      time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      timeEpoch: expect.any(Number),
    },
    body: '{"n":1}',
    isBase64Encoded: false,
  });
  expect(event.headers).not.toHaveProperty('cookie');
  expect(event.headers).not.toHaveProperty('connection');
  expect(response.headers.get('apigw-requestid')).toBe(event.requestContext.requestId);
});

test('what a request does not have is not in its event', async () => {
  const { endpoint } = await api(echo);
  const event = (await (await fetch(endpoint)).json()) as object;
  for (const name of ['cookies', 'queryStringParameters', 'pathParameters', 'stageVariables', 'body']) {
    expect(event).not.toHaveProperty(name);
  }
  expect(event).toMatchObject({ rawPath: '/', rawQueryString: '', isBase64Encoded: false });
});

test('headers that come twice are joined', async () => {
  const { endpoint } = await api(echo);
  const text = await raw(
    endpoint,
    'GET / HTTP/1.1\r\nHost: x\r\nX-A: 1\r\nX-A: 2\r\nUser-Agent: a\r\nUser-Agent: b\r\nConnection: close\r\n\r\n',
  );
  expect(text).toContain('"x-a":"1,2"');
  expect(text).toContain('"user-agent":"a,b"');
});

test.each([
  ['application/json', '{"ä":1}', false],
  ['text/csv; charset=utf-8', 'a,b', false],
  ['application/xml', '<a/>', false],
  ['application/octet-stream', 'bytes', true],
  ['application/x-www-form-urlencoded', 'a=1', true],
  ['application/json', Buffer.from([0x7b, 0xff, 0x7d]), true],
])('a body of %s is %s, Base64: %s', async (contentType, body, isBase64Encoded) => {
  const { endpoint } = await api(echo);
  const response = await fetch(endpoint, { method: 'POST', headers: { 'content-type': contentType }, body });
  const event = (await response.json()) as { body: string; isBase64Encoded: boolean };
  expect(event.isBase64Encoded).toBe(isBase64Encoded);
  expect(Buffer.from(event.body, isBase64Encoded ? 'base64' : 'utf8')).toEqual(Buffer.from(body));
});
