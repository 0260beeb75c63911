import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { API_ROUTES } from '#core/api/routes.ts';
import { launchBrowser } from '../../support/browser.ts';
import { failure } from '../support/mock-api.ts';
import { MockSite } from '../support/mock-site.ts';
import { faintTexts, namelessControls } from '../support/page-audit.ts';
import { Visitor } from '../support/visitor.ts';

let browser: Browser;
let site: MockSite;
let visitor: Visitor;

beforeAll(async () => {
  [browser, site] = await Promise.all([launchBrowser(), MockSite.start()]);
});
afterAll(async () => {
  await browser.close();
  await site.stop();
});
beforeEach(async () => {
  site.api.reset();
  visitor = await Visitor.arrive(browser, site, { expectHttpErrors: true });
});
afterEach(() => visitor.leave());

test('names every route, what it takes and who may call it, without signing in', async () => {
  await visitor.open('api-reference.html');
  const { page } = visitor;
  await page.getByRole('heading', { level: 1, name: 'API' }).waitFor();
  for (const { method, path } of API_ROUTES) {
    await page.getByRole('heading', { level: 2, name: `${method} ${path}`, exact: true }).waitFor();
  }
  const predict = page.getByRole('region', { name: 'POST /api/predict', exact: true });
  const words = (await predict.textContent()) ?? '';
  expect(words).toContain('churn/predict');
  expect(words).toContain('"MonthlyCharges":50');
  expect(words).toContain(`${site.origin}/api/predict`);
  const customers = page.getByRole('region', { name: 'GET /api/customers', exact: true });
  expect(await customers.textContent()).toContain('1 to 200; 50 unless given');
  const input = page.getByRole('region', { name: 'CustomerInput', exact: true });
  expect(await input.textContent()).toContain('Month-to-month');
  const health = page.getByRole('region', { name: 'GET /api/health', exact: true });
  expect(await health.textContent()).toContain('Open to everybody.');
  expect(await page.evaluate(namelessControls)).toEqual([]);
  expect(await page.evaluate(faintTexts)).toEqual([]);
});

test('leads from an answer to its fields', async () => {
  await visitor.open('api-reference.html#getSegments');
  const { page } = visitor;
  const segments = page.getByRole('region', { name: 'GET /api/segments', exact: true });
  await segments.getByRole('link', { name: 'Segments', exact: true }).click();
  expect(new URL(page.url()).hash).toBe('#Segments');
  const fields = page.getByRole('region', { name: 'Segments', exact: true });
  await fields.getByRole('cell', { name: 'list of Segment' }).waitFor();
});

test('says that the document could not be had', async () => {
  site.api.instead.set('*', failure(503, 'DATABASE_WAKING', 'The database is waking.'));
  await visitor.open('api-reference.html');
  await visitor.page.getByRole('alert').getByText('The database is waking.').waitFor();
});
