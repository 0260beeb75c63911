import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { customersSchema, kpisSchema } from '#core/api/contract.ts';
import { launchBrowser } from '../support/browser.ts';
import { LocalStack } from '../support/local-stack.ts';
import { signInThroughPage } from '../support/sign-in.ts';

const stack = new LocalStack();
let browser: Browser;

beforeAll(async () => {
  await stack.start('--rows', '800');
  browser = await launchBrowser();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await stack.dispose();
}, 30_000);

it('shows the numbers of the published run in a browser, without a fault on the page', async () => {
  const kpis = kpisSchema.parse((await stack.api('/kpis')).body);
  const { customers } = customersSchema.parse((await stack.api('/customers?limit=10')).body);
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
