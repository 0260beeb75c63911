import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { FAILURE_MESSAGE, RUN_ID, runs } from '../support/fixtures.ts';
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
});
afterEach(() => visitor.leave());

const rowsOf = (table: string) =>
  visitor.page.getByRole('table', { name: table }).locator('tbody tr:not(.table__detail)');

test('lists the runs with their state and why one failed', async () => {
  await visitor.open('#/runs');
  const rows = rowsOf('Runs, the newest first');
  await rows.first().waitFor();
  expect(await rows.locator('.row-link').allTextContents()).toEqual(runs().runs.map((run) => run.runId));
  expect(await rows.locator('.state').allTextContents()).toEqual([
    'Training',
    'Failed',
    'Published',
    'Superseded',
  ]);
  const progress = await rows.first().locator('.run-progress').textContent();
  expect(progress?.trim()).toBe('75%');
  expect(await visitor.page.getByRole('progressbar').count()).toBe(1);
  const reason = await visitor.page.locator('.run-failure').textContent();
  expect(reason).toContain(FAILURE_MESSAGE);
  expect(reason).toContain('COLUMNS_MISSING');
  expect(reason).toContain('The file itself cannot be used');
  expect(await rows.filter({ hasText: 'Shown now' }).locator('.row-link').textContent()).toBe(RUN_ID);
});

test('opens the quality report of a run', async () => {
  await visitor.open('#/runs');
  await visitor.page.getByRole('link', { name: RUN_ID }).click();
  const panel = visitor.page.getByRole('dialog', { name: RUN_ID });
  await panel.getByText('Rows read').waitFor();
  expect(await panel.locator('.facts__pair').allInnerTexts()).toEqual([
    'Rows read\n7,050',
    'Rows kept\n7,043',
    'Rows rejected\n3',
    'Duplicates dropped\n4',
    'Labelled\n7,043',
    'Of them left\n1,869',
  ]);
  const columns = await rowsOf('Cells missing').allInnerTexts();
  expect(columns).toContain('TotalCharges\t11\t0\t0');
  expect(columns).toContain('tenure\t0\t2\t0');
  expect(columns).toContain('Contract\t0\t0\t5');
  await visitor.page.goBack();
  await panel.waitFor({ state: 'detached' });
});

test('a run at work is asked for again until it has ended', async () => {
  await visitor.page.clock.install();
  await visitor.open('#/runs');
  await visitor.page.getByText('Training', { exact: true }).waitFor();
  const [training, ...others] = runs().runs;
  site.api.instead.set('/api/runs', {
    status: 200,
    body: { runs: [{ ...training, state: 'published' }, ...others] },
  });
  await visitor.page.clock.runFor(5500);
  await visitor.page.getByText('Training', { exact: true }).waitFor({ state: 'detached' });
  const asked = site.api.asked.filter((path) => path === '/api/runs').length;
  await visitor.page.clock.runFor(20_000);
  expect(site.api.asked.filter((path) => path === '/api/runs')).toHaveLength(asked);
});
