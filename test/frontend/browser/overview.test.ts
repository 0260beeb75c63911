import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import {
  AS_OF,
  CUSTOMERS,
  HOSTILE_IDS,
  kpis,
  NEXT_RUN_ID,
  RUN_ID,
  riskDistribution,
} from '../support/fixtures.ts';
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
  visitor = await Visitor.arrive(browser, site);
});
afterEach(() => visitor.leave());

const kpi = (label: string) =>
  visitor.page.locator('.kpi', { has: visitor.page.getByText(label, { exact: true }) });
const block = (name: string) => visitor.page.getByRole('region', { name, exact: true });

test('shows the key figures of the answer', async () => {
  await visitor.open();
  await kpi('Active customers').getByText('5,174').waitFor();
  const shown = (label: string) => kpi(label).locator('dd:not(.kpi__bar)').allInnerTexts();
  expect(await shown('Active customers')).toEqual([
    '5,174',
    'of 7,043; 1,869 have left',
    '+31 since the last run',
  ]);
  expect(await shown('Revenue at risk a month')).toEqual([
    '$74,126',
    '23.4% of $316,986 a month',
    '95%: $71,004 to $77,249\n−$1,205 since the last run',
  ]);
  expect(await shown('Expected loss')).toEqual(['$444,758', 'of margin over the next 12 months', '']);
  expect(await shown('High-risk customers')).toEqual([
    '412',
    '8.0% of the active customers',
    'no change since the last run',
  ]);
  expect(await shown('Worth contacting')).toEqual(['1,893', 'an expected net gain of $40,714']);
  expect(await shown('Average customer value')).toEqual([
    '$342',
    'of margin to come from an active customer in 12 months',
  ]);
  expect(await shown('Expected churners')).toEqual([
    '1,054',
    'the sum of the active customers’ probabilities',
    '−12 since the last run',
  ]);
  expect(await shown('Expected churn rate')).toEqual([
    '20.4%',
    'observed so far: 26.5%, those who left of all',
    '95%: 19.5% to 21.2%\n−0.4 points since the last run',
  ]);
});

test('every block names its run and its exact time', async () => {
  await visitor.open();
  await block('Most to lose').getByRole('row').nth(10).waitFor();
  for (const name of ['Key figures', 'Risk', 'Segments', 'Most to lose']) {
    const caption = block(name).locator('.provenance');
    expect(await caption.textContent()).toBe(`Run ${RUN_ID} · as of Nov 22, 2026, 09:01 UTC`);
    expect(await caption.locator('time').getAttribute('datetime')).toBe(AS_OF);
  }
});

test('shows the levels with their money and every bin of the histogram', async () => {
  await visitor.open();
  await block('Risk').locator('.level').first().waitFor();
  const levels = await block('Risk').locator('.level').allInnerTexts();
  expect(levels.map((text) => text.split('\n')[0])).toEqual(['High', 'Medium', 'Low']);
  expect(levels[0]).toContain('$151,375');
  expect(levels[0]).toContain('412 customers, 8.0% of the active ones');
  await block('Risk').getByText('Show as a table').click();
  const cells = await block('Risk').locator('.chart__table tbody td').allInnerTexts();
  const customers = riskDistribution().histogram.map((bin) => bin.customers.toLocaleString('en-US'));
  expect(cells).toEqual(customers);
  const bars = block('Risk').locator('.histogram__plot rect');
  expect(await bars.count()).toBe(20);
  const heights = await bars.evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().height));
  const [highest = 0, second = 0] = heights;
  const [most = 0, next = 0] = riskDistribution().histogram.map((bin) => bin.customers);
  expect(second / highest).toBeCloseTo(next / most, 2);
});

test('breaks the segments down by the chosen column and keeps the choice over a reload', async () => {
  await visitor.open();
  const rows = block('Segments').locator('tbody tr');
  await rows.first().waitFor();
  expect(await rows.allInnerTexts()).toEqual([
    'Month-to-month\t3,875\t36.1%\n34.1–38.1%\n\t42.7%\n41.2–44.3%\n\t$351,803\t$359\t1,173',
    'One year\t1,466\t11.9%\n9.9–13.9%\n\t11.3%\n9.8–13.0%\n\t$73,430\t$335\t245',
    'Two year\t1,695\t3.1%\n1.1–5.1%\n\t2.8%\n2.1–3.7%\n\t$19,423\t$337\t65',
    'Not known\t7\t9.2%\n7.2–11.2%\n\t0.0%\n0.0–35.4%\n\t$102\t$320\t0',
  ]);
  await visitor.page.getByLabel('Break down by').selectOption('InternetService');
  await rows.getByText('Fiber optic').waitFor();
  expect(site.api.asked).toContain('/api/segments?by=InternetService');
  await visitor.page.reload();
  await rows.getByText('Fiber optic').waitFor();
  expect(await visitor.page.getByLabel('Break down by').inputValue()).toBe('InternetService');
});

test('lists the ten customers with the most to lose; markup in an id is text', async () => {
  await visitor.open();
  const links = block('Most to lose').locator('tbody a');
  await links.first().waitFor();
  const byLoss = CUSTOMERS.toSorted((a, b) => b.expectedLoss - a.expectedLoss).slice(0, 10);
  expect(await links.allInnerTexts()).toEqual(byLoss.map((one) => one.customerId));
  expect(await visitor.page.locator('img, main script').count()).toBe(0);
  const [hostile = ''] = HOSTILE_IDS;
  await links.first().click();
  await visitor.page.getByRole('dialog', { name: hostile }).getByText('$705.38').waitFor();
  expect(site.api.asked).toContain(`/api/customers/${hostile}`);
});

test('a new run replaces the numbers without a reload and says so', async () => {
  await visitor.page.clock.install();
  await visitor.open();
  await kpi('Active customers').getByText('5,174').waitFor();
  site.api.runId = NEXT_RUN_ID;
  site.api.instead.set('/api/kpis', { status: 200, body: { ...kpis(NEXT_RUN_ID), activeCustomers: 4999 } });
  await visitor.page.clock.runFor(31_000);
  await kpi('Active customers').getByText('4,999').waitFor();
  await visitor.page.getByRole('status').getByText('A new run was published').waitFor();
  for (const name of ['Key figures', 'Risk', 'Segments', 'Most to lose']) {
    await block(name).locator('.provenance').getByText(NEXT_RUN_ID).waitFor();
  }
});
