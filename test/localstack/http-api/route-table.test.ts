import { expect, test } from 'vitest';
import { routeTable } from '../../../localstack/http-api/route-table.ts';

const tableOf = (...routeKeys: string[]) => {
  const table = routeTable(routeKeys.map((routeKey) => ({ routeKey, functionArn: routeKey })));
  return (method: string, path: string) => table(method, path)?.route.routeKey;
};

// The examples of "Develop routes for HTTP APIs" in the API Gateway developer guide.
test.each([
  ['GET', '/pets/dog/1', 'GET /pets/dog/1'],
  ['GET', '/pets/dog/2', 'GET /pets/dog/{id}'],
  ['GET', '/pets/cat/1', 'GET /pets/{proxy+}'],
  ['POST', '/test/5', 'ANY /{proxy+}'],
])('%s %s goes to %s', (method, path, expected) => {
  const keys = ['GET /pets/dog/1', 'GET /pets/dog/{id}', 'GET /pets/{proxy+}', 'ANY /{proxy+}', '$default'];
  expect(tableOf(...keys)(method, path)).toBe(expected);
  expect(tableOf(...keys.toReversed())(method, path)).toBe(expected);
});

test('the method itself comes before ANY, but another method does not hide it', () => {
  const route = tableOf('ANY /a', 'GET /a', 'POST /a/b', 'ANY /{proxy+}');
  expect(route('GET', '/a')).toBe('GET /a');
  expect(route('PUT', '/a')).toBe('ANY /a');
  expect(route('GET', '/a/b')).toBe('ANY /{proxy+}');
  expect(route('HEAD', '/a')).toBe('ANY /a');
});

test.each([
  ['HEAD', '/api/kpis'],
  ['OPTIONS', '/api/kpis'],
  ['GET', '/api/kpis/'],
  ['GET', '/api/KPIS'],
  ['GET', '/api'],
  ['GET', '/api/customers/'],
  ['GET', '/api/customers/1/2'],
  ['GET', '/files/'],
  ['GET', '/files'],
])('%s %s matches nothing', (method, path) => {
  expect(
    tableOf('GET /api/kpis', 'GET /api/customers/{id}', 'GET /files/{proxy+}')(method, path),
  ).toBeUndefined();
});

test('parameters are named by the route, the last may span segments', () => {
  const table = routeTable([{ routeKey: 'GET /runs/{runId}/files/{name+}', functionArn: 'f' }]);
  expect(table('GET', '/runs/r 1/files/a/b.csv')?.pathParameters).toEqual({ runId: 'r 1', name: 'a/b.csv' });
  expect(tableOf('$default')('GET', '/')).toBe('$default');
  expect(tableOf('GET /')('GET', '/')).toBe('GET /');
});

test.each(['GET', 'get /a', 'FETCH /a', 'GET a', 'GET /{all+}/more'])(
  'the key "%s" is refused',
  (routeKey) => {
    expect(() => routeTable([{ routeKey, functionArn: 'f' }])).toThrow(/is not one/);
  },
);
