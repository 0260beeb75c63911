import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { launchBrowser } from '../support/browser.ts';
import { LocalStack } from '../support/local-stack.ts';
import { signInThroughPage } from '../support/sign-in.ts';
import { appForHere } from '../support/synthesized-app.ts';

const stack = new LocalStack();
let browser: Browser;
let configuration: Readonly<Record<string, string>>;

beforeAll(async () => {
  await stack.start('--cdk-out', await appForHere(), '--rows', '600');
  browser = await launchBrowser();
  const document = await fetch(new URL('/config.json', stack.description.dashboardUrl));
  configuration = z.record(z.string(), z.string()).parse(await document.json());
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await stack.dispose();
}, 30_000);

async function visit(
  hash = '',
  origin = stack.description.dashboardUrl,
  beforeOpening = async (_page: Page): Promise<void> => {},
): Promise<{ page: Page; leave: () => Promise<void> }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await beforeOpening(page);
  await page.goto(`${origin}/${hash}`);
  return { page, leave: () => context.close() };
}

it('is told how to sign in, in a file of their own', async () => {
  await expect.poll(() => stack.output).toContain(stack.person.userName);
  expect(stack.output).not.toContain(stack.person.password);
  expect(stack.output).not.toContain(stack.description.token);
  for (const file of ['sign-in.json', 'cognito/keys.json', 'stack.json']) {
    expect(statSync(join(stack.stateDirectory, file)).mode & 0o777).toBe(0o600);
  }
});

it('signs in with the right password only, comes back to the page, and stays signed in over a reload', async () => {
  const { page, leave } = await visit('#/customers?sort=customerId');
  const wrong = { ...stack.person, password: 'not this one' };
  await signInThroughPage(page, wrong);
  await page.getByRole('alert').getByText('Incorrect email or password.').waitFor();
  expect(await page.evaluate(() => getComputedStyle(document.body).display)).toBe('grid');
  await signInThroughPage(page, stack.person);
  await page.getByRole('heading', { level: 1, name: 'Customers' }).waitFor();
  const address = `${stack.description.dashboardUrl}/#/customers?sort=customerId`;
  expect(page.url()).toBe(address);
  await page.getByText(stack.person.userName).waitFor();
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'Customers' }).waitFor();
  expect(page.url()).toBe(address);
  const kept = await page.evaluate(() => [
    Object.keys(localStorage),
    Object.keys(sessionStorage),
    document.cookie,
  ]);
  expect(kept).toEqual([[], [], '']);
  await leave();
});

it('renews before the end without leaving the page, with a refresh token that is good once', async () => {
  const { page, leave } = await visit('', stack.description.dashboardUrl, (opened) => opened.clock.install());
  await signInThroughPage(page, stack.person);
  await page.getByText(stack.person.userName).waitFor();
  const answers: string[] = [];
  page.on('response', async (response) => {
    const form = new URLSearchParams(response.request().postData() ?? '');
    if (form.get('grant_type') === 'refresh_token') answers.push(`${response.status()}`);
  });
  for (const expected of [1, 2]) {
    const renewed = page.waitForResponse(configuration.tokenEndpoint ?? '');
    await page.clock.fastForward(15 * 60_000);
    await renewed;
    expect(answers.slice(0, expected)).toEqual(Array(expected).fill('200'));
  }
  expect(page.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/(#\/(overview)?)?$/);
  await leave();
});

it('who came by another name of this machine signs in at the address that is registered', async () => {
  const { page, leave } = await visit(
    '#/runs',
    stack.description.dashboardUrl.replace('127.0.0.1', 'localhost'),
  );
  await signInThroughPage(page, stack.person);
  await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
  expect(page.url()).toBe(`${stack.description.dashboardUrl}/#/runs`);
  await leave();
});

it('signs out here and at the sign-in page', async () => {
  const { page, leave } = await visit('#/runs');
  await signInThroughPage(page, stack.person);
  await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { level: 1, name: 'You are signed out' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Password').waitFor();
  await signInThroughPage(page, stack.person);
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  await leave();
});

it('is shown no sign-in page for an address that the dashboard does not own', async () => {
  const address = new URL(configuration.authorizationEndpoint ?? '');
  address.search = new URLSearchParams({
    ...{ client_id: configuration.clientId ?? '', response_type: 'code', scope: 'openid' },
    ...{ redirect_uri: 'https://elsewhere.example.com/', code_challenge_method: 'S256' },
    code_challenge: 'x'.repeat(43),
  }).toString();
  const answer = await fetch(address, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
  const { origin } = address;
  const out = await fetch(
    `${origin}/logout?client_id=${configuration.clientId}&logout_uri=https://elsewhere.example.com/`,
    { redirect: 'manual' },
  );
  expect([out.status, out.headers.get('location')]).toEqual([400, null]);
});
