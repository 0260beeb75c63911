import { describe, expect, it } from 'vitest';
import type { LocalStack } from '../../support/local-stack.ts';
import { rawRequest } from '../../support/raw-request.ts';

const SECURITY_HEADERS = {
  'strict-transport-security': /^max-age=63072000; includeSubDomains/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'referrer-policy': /^no-referrer$/,
  'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
};

/** What holds of every answer, whoever asks for whatever. */
export function describeEdges(stack: LocalStack): void {
  const origins = () =>
    [stack.description.apiUrl, stack.description.dashboardUrl].map((url) => new URL(url).origin);

  describe('every answer', () => {
    it.each([
      ...[
        '/',
        '/index.html',
        '/nothing.html',
        '/%2e%2e/x',
        '/api/health',
        '/api/kpis',
        '/api/none',
        '/api/%ff',
      ],
      '/config.json',
    ])('has the security headers through CloudFront: %s', async (target) => {
      const { headers } = await rawRequest(stack.description.dashboardUrl, target);
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) expect(headers[name]).toMatch(value);
      expect(headers['content-security-policy']).not.toMatch(/unsafe/);
    });

    it('is for this origin alone: no CORS header, and no answer to a preflight', async () => {
      const asking = {
        origin: 'https://elsewhere.example.com',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      };
      for (const origin of origins()) {
        for (const [method, path] of [
          ...[
            ['OPTIONS', '/api/predict'],
            ['OPTIONS', '/api/uploads'],
            ['OPTIONS', '/api/kpis'],
          ],
          ...[
            ['GET', '/api/health'],
            ['GET', '/api/kpis'],
            ['GET', '/api/none'],
          ],
        ] as const) {
          const { status, headers } = await rawRequest(origin, path, asking, method);
          if (method === 'OPTIONS') expect(status).toBe(404);
          expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
        }
      }
    });

    it('of the API says through CloudFront when to come back, where it does not say so itself', async () => {
      const { dashboardUrl } = stack.description;
      expect((await rawRequest(dashboardUrl, '/api/health')).headers['retry-after']).toBe('1');
      expect((await rawRequest(dashboardUrl, '/')).headers['retry-after']).toBeUndefined();
    });

    it('says when to come back where a route has too many requests, and the other routes go on', async () => {
      for (const origin of origins()) {
        const answers = await Promise.all(
          Array.from({ length: 80 }, () => rawRequest(origin, '/api/uploads', {}, 'POST')),
        );
        const throttled = answers.filter(({ status }) => status === 429);
        expect(throttled.length).toBeGreaterThan(0);
        for (const { headers } of throttled) expect(Number(headers['retry-after'])).toBeGreaterThan(0);
        expect((await rawRequest(origin, '/api/health')).status).toBe(200);
      }
    });
  });
}
