import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dashboardFolder, ensureDashboardBuilt } from '../../support/dashboard-build.ts';
import { MockApi } from './mock-api.ts';

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

/** The built dashboard and a mock API on one origin, as the distribution serves them. */
export class MockSite {
  readonly api = new MockApi();
  readonly #server: Server;
  readonly #files: ReadonlyMap<string, Buffer>;

  private constructor(files: ReadonlyMap<string, Buffer>) {
    this.#files = files;
    this.#server = createServer((request, response) => {
      void this.#serve(new URL(request.url ?? '/', this.origin), response);
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

  async #serve(url: URL, response: ServerResponse): Promise<void> {
    response.setHeader('content-security-policy', CONTENT_SECURITY_POLICY);
    response.setHeader('x-content-type-options', 'nosniff');
    if (url.pathname.startsWith('/api/')) {
      const { status, body, headers } = this.api.answer(url);
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
