import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dashboardFolder, ensureDashboardBuilt } from '../../support/dashboard-build.ts';
import { type MockAnswer, MockApi } from './mock-api.ts';
import { MockIdentity } from './mock-identity.ts';

/** Stricter than or equal to what the distribution sends: nothing inline, nothing of another origin. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** API Gateway's own. */
const UNAUTHORIZED: MockAnswer = { status: 401, body: { message: 'Unauthorized' } };

/** The built dashboard, a mock API that wants a token, and the sign-in page that gives it, all on one origin. */
export class MockSite {
  readonly api = new MockApi();
  readonly identity = new MockIdentity(() => this.origin);
  /** What the page reads of its deployment. */
  configuration: unknown;
  readonly #server: Server;
  readonly #files: ReadonlyMap<string, Buffer>;

  private constructor(files: ReadonlyMap<string, Buffer>) {
    this.#files = files;
    this.#server = createServer((request, response) => {
      void this.#serve(new URL(request.url ?? '/', this.origin), request, response);
    });
  }

  static async start(): Promise<MockSite> {
    await ensureDashboardBuilt();
    const names = globSync('**/*.*', { cwd: dashboardFolder });
    const site = new MockSite(
      new Map(names.map((name) => [`/${name}`, readFileSync(join(dashboardFolder, name))])),
    );
    site.#server.listen(0, '127.0.0.1');
    await once(site.#server, 'listening');
    site.configuration = site.identity.configuration;
    return site;
  }

  get origin(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') return 'http://127.0.0.1';
    return `http://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('content-security-policy', CONTENT_SECURITY_POLICY);
    response.setHeader('x-content-type-options', 'nosniff');
    if (url.pathname.startsWith('/oauth2/') || url.pathname === '/logout') {
      return this.identity.answer(url, request, response);
    }
    if (url.pathname === '/config.json') return void response.end(JSON.stringify(this.configuration));
    if (url.pathname.startsWith('/api/')) {
      const isKnown = url.pathname === '/api/openapi.json' || this.identity.accepts(request);
      const { status, body, headers } = isKnown ? this.api.answer(url) : UNAUTHORIZED;
      await sleep(this.api.delayMs);
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
      return;
    }
    const path = url.pathname === '/' ? '/index.html' : url.pathname;
    const file = this.#files.get(path);
    if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/plain' }).end(file);
  }
}
