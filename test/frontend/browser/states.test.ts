import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { FAILURE_MESSAGE, kpis } from '../support/fixtures.ts';
import { failure } from '../support/mock-api.ts';
import { MockSite } from '../support/mock-site.ts';
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
  await visitor.page.clock.install();
});
afterEach(() => visitor.leave());

const text = (shown: string) => visitor.page.getByText(shown, { exact: true });

test('before the first run the page says how to upload, shows the runs at work and fills by itself', async () => {
  site.api.instead.set('*', failure(503, 'NO_PUBLISHED_RUN', 'No run has been published yet.'));
  site.api.instead.delete('/api/runs');
  await visitor.open();
  await visitor.page.getByRole('heading', { level: 1, name: 'No run has been published yet' }).waitFor();
  await text('npm run upload -- customers.csv').waitFor();
  site.api.instead.clear();
  await visitor.page.clock.runFor(6000);
  await text('5,174').waitFor();
});

test('the runs at work stand on the page without a published run', async () => {
  site.api.instead.set('/api/kpis', failure(503, 'NO_PUBLISHED_RUN', 'No run has been published yet.'));
  await visitor.open();
  await text('Training').waitFor();
  await text(FAILURE_MESSAGE).waitFor();
});

test('a waking database is waited for as long as it asks', async () => {
  site.api.instead.set('*', failure(503, 'DATABASE_WAKING', 'Waking.', { 'retry-after': '7' }));
  await visitor.open();
  await text('The database is waking').waitFor();
  const asked = site.api.asked.filter((path) => path === '/api/kpis').length;
  await visitor.page.clock.runFor(6000);
  expect(site.api.asked.filter((path) => path === '/api/kpis').length).toBe(asked);
  site.api.instead.clear();
  await visitor.page.clock.runFor(1500);
  await text('5,174').waitFor();
  expect(await text('The database is waking').count()).toBe(0);
});

test('a block that fails names its code and request, and a retry mends it; the others are not touched', async () => {
  site.api.instead.set('/api/risk-distribution', failure(500, 'INTERNAL', 'Something <i>failed</i>.'));
  await visitor.open();
  const alert = visitor.page.getByRole('alert');
  await alert.getByText('The risk distribution could not be loaded.').waitFor();
  expect(await alert.textContent()).toContain('Something <i>failed</i>.');
  expect(await alert.textContent()).toMatch(/Code INTERNAL\s*Request req-7c1f/);
  await text('5,174').waitFor();
  site.api.instead.clear();
  await alert.getByRole('button', { name: 'Try again' }).click();
  await text('$151,375').waitFor();
  expect(await alert.count()).toBe(0);
});

test('a refresh that fails keeps the numbers and says so', async () => {
  await visitor.open();
  await text('5,174').waitFor();
  site.api.instead.set('/api/kpis', failure(500, 'INTERNAL', 'Something failed.'));
  await visitor.page.clock.runFor(31_000);
  await text('The key figures could not be refreshed.').waitFor();
  expect(await text('5,174').count()).toBe(1);
});

test('an answer that breaks the contract is an error that names the field, never a number', async () => {
  site.api.instead.set('/api/kpis', { status: 200, body: { ...kpis(), expectedLoss: null } });
  await visitor.open();
  await text("The API's answer to /api/kpis cannot be read: answer.expectedLoss is not a number.").waitFor();
  await text('UNEXPECTED_ANSWER').waitFor();
  expect(await visitor.page.locator('.kpi').count()).toBe(0);
});

test('an answer that is no JSON is an error too', async () => {
  site.api.instead.set('/api/model', { status: 502, body: '<html>Bad gateway</html>' });
  await visitor.open('#/model');
  await text('The API answered with status 502 and no explanation.').waitFor();
  await text('HTTP_502').waitFor();
});

test('an unknown customer and an unknown page are said to be unknown', async () => {
  await visitor.open('#/customers?customer=nobody');
  await text('CUSTOMER_NOT_FOUND').waitFor();
  await visitor.open('#/nowhere');
  await visitor.page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
});
