import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { RUN_ID } from '../support/fixtures.ts';
import { MockSite } from '../support/mock-site.ts';
import { faintTexts, namelessControls } from '../support/page-audit.ts';
import { type VisitOptions, Visitor } from '../support/visitor.ts';

let browser: Browser;
let site: MockSite;

beforeAll(async () => {
  [browser, site] = await Promise.all([launchBrowser(), MockSite.start()]);
});
afterAll(async () => {
  await browser.close();
  await site.stop();
});
beforeEach(() => site.api.reset());

const SCREENS = [
  ['overview', '#/', '.table--linked tbody tr'],
  ['customers', '#/customers', '.table--linked tbody tr'],
  ['customer', '#/customers?customer=1004-ETX', '.verdict'],
  ['model', '#/model', '.bars__row'],
  ['definitions', '#/definitions', '.table tbody tr'],
  ['runs', '#/runs', '.run-failure'],
  ['quality report', `#/runs?run=${RUN_ID}`, '.panel .table'],
] as const;

async function at(hash: string, ready: string, options: VisitOptions): Promise<Visitor> {
  const visitor = await Visitor.arrive(browser, site, options);
  await visitor.open(hash);
  await visitor.page.locator(ready).first().waitFor();
  return visitor;
}

describe.each(SCREENS)('%s', (_name, hash, ready) => {
  test.each(['light', 'dark'] as const)(
    'every text stands out from its ground in the %s scheme',
    async (scheme) => {
      const visitor = await at(hash, ready, { colorScheme: scheme });
      expect(await visitor.page.evaluate(faintTexts)).toEqual([]);
      const ground = await visitor.page.evaluate(
        () => getComputedStyle(document.documentElement).backgroundColor,
      );
      expect(ground).toBe(scheme === 'dark' ? 'rgb(15, 18, 23)' : 'rgb(245, 246, 248)');
      await visitor.leave();
    },
  );

  test('is no wider than a window of 360 pixels', async () => {
    const visitor = await at(hash, ready, { viewport: { width: 360, height: 740 } });
    const width = await visitor.page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBe(360);
    await visitor.leave();
  });

  test('has one h1, landmarks, captioned tables and named controls', async () => {
    const visitor = await at(hash, ready, {});
    const { page } = visitor;
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.locator('header.site-header, main, nav[aria-label]').count()).toBeGreaterThanOrEqual(3);
    expect(await page.locator('table:not(:has(> caption))').count()).toBe(0);
    expect(await page.locator('th:not([scope])').count()).toBe(0);
    expect(await page.evaluate(namelessControls)).toEqual([]);
    await visitor.leave();
  });
});

test('what loads takes the place that was held for it', async () => {
  const visitor = await Visitor.arrive(browser, site);
  await visitor.page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if ('value' in entry && typeof entry.value === 'number')
          window.shift = (window.shift ?? 0) + entry.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  site.api.delayMs = 250;
  await visitor.open();
  await visitor.page.locator('.skeleton').first().waitFor();
  await visitor.page.locator('.table--linked tbody tr').first().waitFor();
  await visitor.page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
  expect(await visitor.page.evaluate(() => window.shift)).toBeLessThan(0.02);
  await visitor.leave();
});

test('the keyboard reaches the content, and a new screen takes the focus', async () => {
  const visitor = await at('#/', '.table--linked tbody tr', {});
  const { page } = visitor;
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
  await page.getByRole('link', { name: 'Model' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Model' }).waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === 'MAIN');
  expect(await page.title()).toBe('Model · Churn and revenue');
  expect(await page.getByRole('link', { name: 'Model' }).getAttribute('aria-current')).toBe('page');
  await visitor.leave();
});
