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

/** The addresses in a page's head: its scripts, styles and icon. */
function addressesIn(name: string): readonly string[] {
  const page = readFileSync(join(dashboardFolder, name), 'utf8');
  return [...page.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, address]) => address ?? '');
}

test('the scripts of the dashboard weigh at most 44 kB compressed', () => {
  const scripts = addressesIn('index.html').filter((address) => address.endsWith('.js'));
  const bytes = scripts.map((script) => gzipSync(readFileSync(join(dashboardFolder, script))).byteLength);
  expect(bytes.length).toBeGreaterThan(0);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(44_000);
});

test('every script is loaded by a page at once', () => {
  const loaded = ['index.html', 'api-reference.html'].flatMap(addressesIn);
  const scripts = globSync('**/*.js', { cwd: dashboardFolder });
  for (const script of scripts) expect(loaded).toContain(`/${script}`);
});

test.each(['index.html', 'api-reference.html'])(
  '%s has nothing inline and nothing of another origin',
  (name) => {
    const page = readFileSync(join(dashboardFolder, name), 'utf8');
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/i);
    const addresses = addressesIn(name);
    expect(addresses.length).toBeGreaterThanOrEqual(3);
    for (const address of addresses) expect(address).toMatch(/^\/assets\/[\w-]+-[\w-]{8}\.(js|css|svg)$/);
  },
);

test('the styles fetch nothing', () => {
  for (const style of filesOf('css')) expect(style.toString('utf8')).not.toMatch(/@import|url\(/);
});
