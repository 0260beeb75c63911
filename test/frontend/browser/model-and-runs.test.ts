import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { FAILURE_MESSAGE, model, RUN_ID, runs } from '../support/fixtures.ts';
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

test('shows the model, its interval and its candidates', async () => {
  await visitor.open('#/model');
  await visitor.page.getByText('95% interval 0.838 to 0.853').waitFor();
  expect(await visitor.page.locator('.score strong').textContent()).toBe('0.845');
  const candidates = await rowsOf('Candidates with their').allInnerTexts();
  expect(candidates.map((row) => row.split('\t').slice(1))).toEqual([
    ['0.846', '0.417'],
    ['0.845', '0.418'],
    ['0.844', '0.420'],
  ]);
  expect(candidates.map((row) => row.includes('Chosen'))).toEqual([false, true, false]);
  expect(await visitor.page.locator('.facts').textContent()).toContain('Logistic regression');
});

test('draws the importance to scale, the first columns as bars and all of them in the table', async () => {
  await visitor.open('#/model');
  const expected = model().importance.toSorted((a, b) => b.rocAucDrop - a.rocAucDrop);
  const bars = visitor.page.locator('.bars__bar rect');
  await bars.first().waitFor();
  const labels = await visitor.page.locator('.bars__label').allTextContents();
  expect(labels).toEqual(expected.slice(0, 12).map((item) => item.label));
  const widths = await bars.evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().width));
  const [most, second] = expected;
  expect((widths[1] ?? 0) / (widths[0] ?? 1)).toBeCloseTo(
    (second?.rocAucDrop ?? 0) / (most?.rocAucDrop ?? 1),
    2,
  );
  await visitor.page.getByText('Show as a table').click();
  const table = await rowsOf('Fall in ROC-AUC').allInnerTexts();
  expect(table).toHaveLength(expected.length);
  expect(table.at(-1)).toBe('Gender\t−0.0002');
});

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
