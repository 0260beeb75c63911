import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type {
  Behavior,
  DistributionOptions,
  S3Origin,
} from '../../../localstack/cloudfront/distribution-options.ts';
import { startDistribution } from '../../../localstack/cloudfront/distribution-service.ts';
import { testCloud } from '../lambda/test-cloud.ts';

export const page = `<!DOCTYPE html><title>Site</title>${'<p>text</p>'.repeat(200)}`;
export const files: Record<string, { text: string; contentType: string }> = {
  'index.html': { text: page, contentType: 'text/html' },
  'small.txt': { text: '0123456789', contentType: 'text/plain' },
  'assets/a b.js': { text: 'let x = 1;\n'.repeat(200), contentType: 'text/javascript' },
  'picture.png': { text: 'p'.repeat(5_000), contentType: 'image/png' },
};
export const site: S3Origin = {
  kind: 's3',
  read: async (key) => {
    const file = files[key];
    if (file === undefined) return undefined;
    return {
      body: Buffer.from(file.text),
      contentType: file.contentType,
      etag: '"tag"',
      cacheControl: 'no-cache',
    };
  },
};
export const behavior = (overrides: Partial<Behavior> = {}): Behavior => ({
  ...{ pathPattern: '*', origin: site, allowedMethods: ['GET', 'HEAD'], responseHeaders: [] },
  ...overrides,
});

export async function distribution(options: Partial<DistributionOptions> = {}) {
  const { context, logged } = await testCloud();
  const service = await startDistribution(context, {
    ...{ port: 0, behaviors: [behavior()], errorResponses: [], defaultRootObject: 'index.html' },
    ...options,
  });
  onTestFinished(() => service.close());
  return { ...service, logged };
}

/** A server behind the distribution; `ANY /api/*` leads to it. */
export async function withServer(listener: RequestListener, options: Partial<DistributionOptions> = {}) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return distribution({ behaviors: [apiTo((server.address() as AddressInfo).port), behavior()], ...options });
}

export const apiTo = (port: number, overrides: Partial<Behavior> = {}): Behavior =>
  behavior({
    pathPattern: '/api/*',
    origin: { kind: 'http', endpoint: `http://127.0.0.1:${port}` },
    allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
    ...overrides,
  });
