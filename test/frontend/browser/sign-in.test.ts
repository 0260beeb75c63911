import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { failure } from '../support/mock-api.ts';
import { PERSON } from '../support/mock-identity.ts';
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
  site.identity.reset();
  site.configuration = site.identity.configuration;
  visitor = await Visitor.arrive(browser, site, { expectHttpErrors: true });
});
afterEach(() => visitor.leave());

const heading = (name: string) => visitor.page.getByRole('heading', { level: 1, name });
/** The API has answered the path to somebody whose token it takes, since it was last forgotten what it was asked. */
const answered = async (path: string) => {
  await expect.poll(() => site.api.asked, { timeout: 5000 }).toContain(path);
  site.api.asked.length = 0;
};
const shown = (text: string) => visitor.page.getByText(text, { exact: true });

test('signs in before anything is asked of the API, and comes back to the address', async () => {
  await visitor.open('#/customers?risk=HIGH');
  await heading('Customers').waitFor();
  expect(visitor.page.url()).toBe(`${site.origin}/#/customers?risk=HIGH`);
  await shown(PERSON).waitFor();
  expect(site.identity.signIns).toBe(1);
  expect(site.api.asked.some((path) => path.includes('risk=HIGH'))).toBe(true);
});

test('keeps nothing of it in any storage, and leaves nothing of it in the history', async () => {
  await visitor.open('#/runs');
  await shown(PERSON).waitFor();
  const kept = await visitor.page.evaluate(() => [
    ...[localStorage.length, sessionStorage.length, document.cookie],
    history.length,
  ]);
  expect(kept).toEqual([0, 0, '', 2]);
});

test('a reload signs in again unseen and keeps the way back through the pages of a list', async () => {
  await visitor.open('#/customers');
  await visitor.page.getByRole('button', { name: 'Next' }).click();
  await visitor.page
    .getByRole('button', { name: 'Previous' })
    .and(visitor.page.locator(':enabled'))
    .waitFor();
  await visitor.page.reload();
  await visitor.page.getByRole('button', { name: 'Previous' }).and(visitor.page.locator(':enabled')).click();
  await visitor.page
    .getByRole('button', { name: 'Previous' })
    .and(visitor.page.locator(':disabled'))
    .waitFor();
  expect(site.identity.signIns).toBe(2);
});

test('renews a minute before the end, once for all requests at that moment', async () => {
  await visitor.page.clock.install();
  await visitor.open();
  await answered('/api/kpis');
  const renewed = visitor.page.waitForResponse('**/oauth2/token');
  await visitor.page.clock.fastForward(14 * 60_000 + 1000);
  await renewed;
  await visitor.page.getByRole('link', { name: 'Runs' }).click();
  await heading('Runs').waitFor();
  expect([site.identity.signIns, site.identity.renewals]).toEqual([1, 1]);
});

test('a token that the API no longer takes is renewed, and the request made again', async () => {
  await visitor.open();
  await answered('/api/kpis');
  site.identity.forgetAccessTokens();
  await visitor.page.getByRole('link', { name: 'Customers', exact: true }).click();
  await expect.poll(() => site.api.asked.some((path) => path.startsWith('/api/customers?'))).toBe(true);
  await heading('Customers').waitFor();
  expect([site.identity.signIns, site.identity.renewals]).toEqual([1, 1]);
});

test('where renewal is refused the person signs in again and comes back', async () => {
  await visitor.open();
  await answered('/api/kpis');
  site.identity.forgetAccessTokens();
  site.identity.forgetRefreshTokens();
  await visitor.page.getByRole('link', { name: 'Runs' }).click();
  await answered('/api/runs');
  expect(visitor.page.url()).toBe(`${site.origin}/#/runs`);
  expect([site.identity.signIns, site.identity.renewals]).toEqual([2, 0]);
});

test('an API that takes no token at all ends in a page that says so, not in a circle', async () => {
  site.api.instead.set('*', { status: 401, body: { message: 'Unauthorized' } });
  await visitor.open();
  await heading('Signing in did not work').waitFor();
  await shown('You are signed in, but the API does not accept it.').waitFor();
  expect(site.identity.signIns).toBe(1);
  site.api.instead.clear();
  await visitor.page.getByRole('button', { name: 'Try again' }).click();
  await answered('/api/kpis');
});

test('a renewal that does not come through is an error that can be tried again', async () => {
  await visitor.open();
  await answered('/api/kpis');
  site.identity.brokenStatus = 503;
  site.identity.forgetAccessTokens();
  await visitor.page.getByRole('link', { name: 'Runs' }).click();
  await shown('Your sign-in could not be renewed.').first().waitFor();
  site.identity.brokenStatus = undefined;
  await visitor.page.getByRole('button', { name: 'Try again' }).first().click();
  await answered('/api/runs');
});

test('signs out here and there, revokes, and stays signed out until the person asks', async () => {
  await visitor.open('#/model');
  await visitor.page.getByRole('button', { name: 'Sign out' }).click();
  await heading('You are signed out').waitFor();
  expect([site.identity.signOuts, site.identity.revoked.length]).toEqual([1, 1]);
  await expect.poll(() => visitor.page.title()).toBe('You are signed out · Churn and revenue');
  expect(await visitor.page.evaluate(namelessControls)).toEqual([]);
  expect(await visitor.page.evaluate(faintTexts)).toEqual([]);
  await visitor.page.reload();
  await visitor.page.getByRole('button', { name: 'Sign in' }).click();
  await visitor.page.getByRole('link', { name: 'I am Ada' }).click();
  await shown(PERSON).waitFor();
  expect(site.identity.signIns).toBe(2);
});

test('a refresh that falls due on the way out signs nobody in again', async () => {
  await visitor.page.clock.install();
  await visitor.open();
  await answered('/api/kpis');
  site.identity.slowRevocationMs = 300;
  await visitor.page.getByRole('button', { name: 'Sign out' }).click();
  await visitor.page.clock.fastForward(31_000);
  await heading('You are signed out').waitFor();
  expect([site.identity.signIns, site.identity.signOuts]).toEqual([1, 1]);
});

test.each<[string, () => void, string]>([
  [
    'a person who is refused',
    () => {
      site.identity.denial = 'access_denied';
    },
    'The sign-in page answered access_denied.',
  ],
  [
    'a token endpoint that fails',
    () => {
      site.identity.brokenStatus = 500;
    },
    'The sign-in page’s answer could not be used.',
  ],
  [
    'settings that are not whole',
    () => {
      site.configuration = { issuer: 'x' };
    },
    'The dashboard’s settings are not whole; it has to be deployed again.',
  ],
])('%s reads why, and can try again', async (_name, spoil, reason) => {
  spoil();
  await visitor.open('#/runs');
  await heading('Signing in did not work').waitFor();
  await visitor.page.getByRole('alert').getByText(reason, { exact: true }).waitFor();
  expect(site.api.asked).toEqual([]);
  site.identity.reset();
  site.configuration = site.identity.configuration;
  await visitor.page.getByRole('button', { name: 'Try again' }).click();
  await heading('Runs').waitFor();
});

test.each([
  ['of a sign-in that this tab did not begin', '?code=stolen&state=other'],
  ['of a denial that this tab did not ask for', '?error=access_denied&state=other'],
])('an answer %s signs nobody in', async (_name, query) => {
  await visitor.page.goto(`${site.origin}/${query}`);
  await heading('Signing in did not work').waitFor();
  await shown('This sign-in was used already, or begun in another tab.').waitFor();
  expect(visitor.page.url()).toBe(`${site.origin}/`);
  expect(site.identity.signIns).toBe(0);
});

test('an answer with another state is not used', async () => {
  site.identity.asks = true;
  await visitor.open();
  await visitor.page.getByRole('link', { name: 'I am Ada' }).waitFor();
  await visitor.page.goto(`${site.origin}/?code=stolen&state=other`);
  await heading('Signing in did not work').waitFor();
  expect(site.identity.signIns).toBe(0);
});

test('what a person may not see is said to be so, and does not sign them out', async () => {
  site.api.instead.set('/api/runs', { status: 403, body: { message: 'Forbidden' } });
  await visitor.open('#/runs');
  await shown('You are signed in, but may not see this.').waitFor();
  await shown(PERSON).waitFor();
  expect(site.identity.signIns).toBe(1);
});

test('too many requests are waited for', async () => {
  await visitor.page.clock.install();
  site.api.instead.set('/api/runs', { status: 429, body: { message: 'Too Many Requests' } });
  await visitor.open('#/runs');
  await shown('The API has too many requests just now.').waitFor();
  site.api.instead.set('/api/runs', failure(500, 'INTERNAL', 'Something failed.'));
  await visitor.page.clock.runFor(6000);
  await shown('Something failed.').waitFor();
});
