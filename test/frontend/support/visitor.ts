import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { MockSite } from './mock-site.ts';

declare global {
  interface Window {
    /** Set by markup of the fixtures, should it ever run. */
    ran?: number;
    violations?: string[];
    /** Sum of the layout shifts. */
    shift?: number;
  }
}

export interface VisitOptions extends BrowserContextOptions {
  /** Error answers are part of the test, so the browser's own lines about them are no fault. */
  readonly expectHttpErrors?: boolean;
}

/** A person at the dashboard who notices every error, policy violation and request that leaves the origin. */
export class Visitor {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #origin: string;
  readonly #faults: string[] = [];

  private constructor(context: BrowserContext, page: Page, origin: string) {
    this.#context = context;
    this.page = page;
    this.#origin = origin;
  }

  static async arrive(browser: Browser, site: MockSite, options: VisitOptions = {}): Promise<Visitor> {
    const { expectHttpErrors = false, ...contextOptions } = options;
    const context = await browser.newContext({
      timezoneId: 'UTC',
      viewport: { width: 1280, height: 900 },
      ...contextOptions,
    });
    context.setDefaultTimeout(5000);
    const page = await context.newPage();
    const visitor = new Visitor(context, page, site.origin);
    await visitor.#watch(expectHttpErrors);
    return visitor;
  }

  /** @param address From the origin's root: a page, or a fragment of the dashboard. */
  async open(address = ''): Promise<void> {
    await this.page.goto(`${this.#origin}/${address}`);
  }

  /** Asserts that nothing was noticed, and goes. */
  async leave(): Promise<void> {
    const [violations, ran] = await this.page
      .evaluate(() => [window.violations, window.ran])
      .finally(() => this.#context.close());
    expect(this.#faults).toEqual([]);
    expect(violations).toEqual([]);
    expect(ran).toBeUndefined();
  }

  async #watch(expectHttpErrors: boolean): Promise<void> {
    this.page.on('pageerror', (error) => this.#faults.push(`page error: ${error.message}`));
    this.page.on('dialog', (dialog) => this.#faults.push(`dialog: ${dialog.message()}`));
    this.page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.origin !== this.#origin) this.#faults.push(`request to ${url.origin}`);
    });
    this.page.on('console', (message) => {
      if (expectHttpErrors && message.text().startsWith('Failed to load resource')) return;
      if (message.type() === 'error' || message.type() === 'warning') this.#faults.push(message.text());
    });
    await this.page.addInitScript(() => {
      window.violations = [];
      document.addEventListener('securitypolicyviolation', (event) => {
        window.violations?.push(`${event.violatedDirective} ${event.blockedURI}`);
      });
    });
  }
}
