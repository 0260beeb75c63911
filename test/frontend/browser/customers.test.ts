import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { CUSTOMERS, HOSTILE_IDS, NEXT_RUN_ID, REASONS } from '../support/fixtures.ts';
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

const byLoss = CUSTOMERS.toSorted((a, b) => b.expectedLoss - a.expectedLoss).map((one) => one.customerId);
const links = () => visitor.page.locator('.table--linked tbody a');
const firstId = (id: string | undefined) =>
  links()
    .first()
    .getByText(id ?? '', { exact: true })
    .waitFor();
const button = (name: string) => visitor.page.getByRole('button', { name, exact: true });
const place = () => visitor.page.locator('.pager__place').textContent();
const customersAsked = () => site.api.asked.filter((path) => path.startsWith('/api/customers?'));

test('pages forth and back, and keeps the page over a reload and the back button', async () => {
  await visitor.open('#/customers');
  await firstId(byLoss[0]);
  expect(await button('Previous').isDisabled()).toBe(true);
  expect(await links().allInnerTexts()).toEqual(byLoss.slice(0, 25));
  await button('Next').click();
  await firstId(byLoss[25]);
  await button('Next').click();
  await firstId(byLoss[50]);
  expect(await place()).toBe('Page 3 · 25 customers');
  await visitor.page.reload();
  await firstId(byLoss[50]);
  expect(await place()).toBe('Page 3 · 25 customers');
  await button('Previous').click();
  await firstId(byLoss[25]);
  expect(await place()).toBe('Page 2 · 25 customers');
  await visitor.page.goBack();
  await firstId(byLoss[50]);
  await visitor.page.goForward();
  await firstId(byLoss[25]);
  await button('Previous').click();
  await firstId(byLoss[0]);
  expect(customersAsked().at(-1)).toBe('/api/customers?limit=25&sort=expectedLoss');
});

test('the last page has no next one', async () => {
  await visitor.open('#/customers');
  for (const from of [25, 50, 75, 100, 125]) {
    await button('Next').click();
    await firstId(byLoss[from]);
  }
  expect(await links().count()).toBe(CUSTOMERS.length - 125);
  expect(await button('Next').isDisabled()).toBe(true);
});

test('filters, sorts and searches on the server, each change starting at the first page', async () => {
  await visitor.open('#/customers');
  await button('Next').click();
  await firstId(byLoss[25]);
  await visitor.page.getByRole('radio', { name: 'Medium' }).check();
  const medium = CUSTOMERS.filter((one) => one.riskLevel === 'MEDIUM');
  await firstId(medium.toSorted((a, b) => b.expectedLoss - a.expectedLoss)[0]?.customerId);
  expect(customersAsked().at(-1)).toBe('/api/customers?limit=25&risk=MEDIUM&sort=expectedLoss');
  await visitor.page.getByLabel('Order by').selectOption('customerId');
  await firstId(medium.map((one) => one.customerId).toSorted((a, b) => a.localeCompare(b))[0]);
  await visitor.page.getByLabel('Customer id begins with').fill('103');
  const found = medium.filter((one) => one.customerId.startsWith('103')).map((one) => one.customerId);
  await visitor.page.getByText(`Page 1 · ${found.length} customers`).waitFor();
  expect(await links().allInnerTexts()).toEqual(found);
  expect(customersAsked().at(-1)).toBe('/api/customers?limit=25&q=103&risk=MEDIUM&sort=customerId');
  expect(new URL(visitor.page.url()).hash).toBe('#/customers?risk=MEDIUM&q=103&sort=customerId');
});

test('restores the whole view from its address', async () => {
  await visitor.open('#/customers?risk=HIGH&q=10&sort=churnProbability');
  await links().first().waitFor();
  expect(customersAsked()).toEqual(['/api/customers?limit=25&q=10&risk=HIGH&sort=churnProbability']);
  expect(await visitor.page.getByRole('radio', { name: 'High' }).isChecked()).toBe(true);
  expect(await visitor.page.getByLabel('Customer id begins with').inputValue()).toBe('10');
  expect(await visitor.page.getByLabel('Order by').inputValue()).toBe('churnProbability');
});

test('a search that finds nobody says so and can be cleared', async () => {
  await visitor.open('#/customers?q=%3Cb%3Ezz');
  await visitor.page.getByText('There is no active customer whose id begins with “<b>zz”.').waitFor();
  await button('Clear the filters').click();
  await firstId(byLoss[0]);
  expect(await visitor.page.getByLabel('Customer id begins with').inputValue()).toBe('');
});

test('a row opens the customer; Escape closes it and the focus returns to the row', async () => {
  await visitor.open('#/customers?q=1004');
  await links().first().focus();
  await visitor.page.keyboard.press('Enter');
  const panel = visitor.page.getByRole('dialog', { name: '1004-ETX' });
  await panel.getByText('Internet service').waitFor();
  const facts = await panel.locator('.facts__pair').allInnerTexts();
  expect(facts).toEqual([
    'Expected loss in 12 months\n$56.95',
    'Customer value\n$220.34',
    'Worth contacting\nYes: +$5.84 expected',
    'Monthly charge\n$41.20',
    'Tenure\n28 months',
    'Status\nActive',
    'Contract\nMonth-to-month',
    'Internet service\nDSL',
  ]);
  expect(await panel.locator('.verdict__value').textContent()).toBe('23.0%');
  expect(await panel.locator('.reasons li').allInnerTexts()).toEqual(REASONS.map(({ sentence }) => sentence));
  await visitor.page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  expect(new URL(visitor.page.url()).hash).toBe('#/customers?q=1004');
  await visitor.page.waitForFunction(() => document.activeElement?.textContent === '1004-ETX');
});

test('the panel opens from its address and closes without leaving the list', async () => {
  await visitor.open('#/customers?customer=1004-ETX');
  await visitor.page.getByRole('dialog', { name: '1004-ETX' }).getByText('$56.95').waitFor();
  await button('Close').click();
  await firstId(byLoss[0]);
  expect(new URL(visitor.page.url()).hash).toBe('#/customers');
});

test('a page of an earlier run says so', async () => {
  await visitor.open('#/customers');
  await button('Next').click();
  await firstId(byLoss[25]);
  site.api.runId = NEXT_RUN_ID;
  await visitor.page.reload();
  await visitor.page.getByText('This page is of an earlier run.').waitFor();
  await button('Show the newest run').click();
  await visitor.page.locator('.provenance').getByText(NEXT_RUN_ID).waitFor();
});

test('a customer named like markup is shown as that text, in the list and alone, and makes no element', async () => {
  for (const id of HOSTILE_IDS) {
    await visitor.open(`#/customers?customer=${encodeURIComponent(id)}`);
    const panel = visitor.page.getByRole('dialog', { name: id, exact: true });
    await panel.getByText(id, { exact: true }).waitFor();
    await button('Close').click();
    await links().getByText(id, { exact: true }).waitFor();
    const made = visitor.page.locator('body img, body script:not([src]), [onmouseover], [onerror]');
    expect(await made.count()).toBe(0);
  }
});
