import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { LocalStack } from '../support/local-stack.ts';
import { signInThroughPage } from '../support/sign-in.ts';
import { appForHere } from '../support/synthesized-app.ts';
import { describeExamples } from './api/examples.ts';

const stack = new LocalStack();
let browser: Browser;

beforeAll(async () => {
  await stack.start('--cdk-out', await appForHere(), '--rows', '800');
  browser = await launchBrowser();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await stack.dispose();
}, 30_000);

it('shows the numbers of the published run in a browser, without a fault on the page', async () => {
  const { data: kpis } = await stack.client.GET('/api/kpis', {});
  const { data: page1 } = await stack.client.GET('/api/customers', { params: { query: { limit: 10 } } });
  if (kpis === undefined || page1 === undefined) throw new Error('The API has no published run.');
  const { customers } = page1;
  const page = await browser.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));

  await page.goto(stack.description.dashboardUrl);
  await signInThroughPage(page, stack.person);
  await page
    .getByText(customers[0]?.customerId ?? '')
    .first()
    .waitFor();
  const text = await page.locator('main').textContent();
  expect(text).toContain(kpis.activeCustomers.toLocaleString('en-US'));
  expect(text).toContain(`$${Math.round(kpis.expectedLoss).toLocaleString('en-US')}`);
  expect(text).toContain(kpis.runId);
  for (const { customerId } of customers) expect(text).toContain(customerId);

  await page.getByRole('link', { name: 'Model' }).click();
  await page.getByText('pays best').first().waitFor();
  for (const curve of ['ROC curve', 'Precision and recall', 'Calibration', 'Lift', 'Profit of a campaign']) {
    await page.getByRole('img', { name: curve, exact: true }).waitFor();
  }

  await page.getByRole('link', { name: 'Runs' }).click();
  await page.getByText('sample.csv').first().waitFor();
  expect(faults).toEqual([]);
});

it('has a page about the API that needs no signing in', async () => {
  const page = await browser.newPage();
  await page.goto(new URL('/api-reference.html', stack.description.dashboardUrl).href);
  await page.getByRole('heading', { level: 2, name: 'POST /api/predict' }).waitFor();
  const text = await page.locator('main').textContent();
  expect(text).toContain('Known values: Month-to-month, One year, Two year');
});

describeExamples(stack);
