import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { dashboardFolder, ensureDashboardBuilt } from '../support/dashboard-build.ts';

beforeAll(() => ensureDashboardBuilt());

const filesOf = (extension: string) =>
  globSync(`**/*.${extension}`, { cwd: dashboardFolder }).map((name) =>
    readFileSync(join(dashboardFolder, name)),
  );

test('the scripts weigh at most 44 kB compressed', () => {
  const bytes = filesOf('js').map((file) => gzipSync(file).byteLength);
  expect(bytes.length).toBeGreaterThan(0);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(44_000);
});

test('the page has nothing inline and nothing of another origin', () => {
  const page = readFileSync(join(dashboardFolder, 'index.html'), 'utf8');
  expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/i);
  const addresses = [...page.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, address]) => address);
  expect(addresses.length).toBeGreaterThanOrEqual(3);
  for (const address of addresses) expect(address).toMatch(/^\/assets\/[\w-]+-[\w-]{8}\.(js|css|svg)$/);
});

test('the styles fetch nothing', () => {
  for (const style of filesOf('css')) expect(style.toString('utf8')).not.toMatch(/@import|url\(/);
});
