import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Model } from '#core/api/contract.ts';
import { launchBrowser } from '../../support/browser.ts';
import { MockSite } from '../support/mock-site.ts';
import {
  LEAK_LABEL,
  model,
  modelWithChallenger,
  olderModel,
  PROMOTION_REASON,
} from '../support/model-fixtures.ts';
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

async function openWith(answer: Model): Promise<void> {
  site.api.instead.set('/api/model', { status: 200, body: answer });
  await visitor.open('#/model');
  await section('How it was made').waitFor();
}

const section = (name: string) => visitor.page.getByRole('region', { name, exact: true });
const figure = (title: string) => visitor.page.getByRole('figure').filter({ hasText: title });
const rowsOf = (table: string) =>
  visitor.page.getByRole('table', { name: table, exact: true }).locator('tbody tr');

test('shows the model, its interval and what it comes to', async () => {
  await openWith(model());
  const quality = section('Quality');
  expect(await quality.locator('.score').innerText()).toMatch(/^0\.845\s+95% interval 0\.838 to 0\.853$/);
  const facts = await quality.locator('.facts__pair').allInnerTexts();
  expect(facts).toContain('Algorithm\nLogistic regression');
  expect(facts).toContain('Leavers predicted for each that left\n1.00');
  expect(facts).toContain('Share to contact, by EMPC\n31.0%');
});

test('says why a candidate was chosen, and compares all of them with the benchmarks', async () => {
  await openWith(model());
  await section('What was chosen, and why')
    .getByText('Logistic regression, with 0.8454, is the simplest candidate within one standard error')
    .waitFor();
  const rows = await rowsOf('Candidates and benchmarks').allInnerTexts();
  const cells = rows.map((row) => row.split('\t').map((cell) => cell.replaceAll(/\s+/g, ' ').trim()));
  expect(cells).toEqual([
    [
      'Gradient boosting depth 1',
      '0.846',
      '0.839 to 0.853',
      '0.666',
      '0.417',
      '0.135',
      '0.007',
      '2.82×',
      '$13.38',
    ],
    [
      'Logistic regression Chosen',
      '0.845',
      '0.838 to 0.853',
      '0.665',
      '0.418',
      '0.136',
      '0.009',
      '2.82×',
      '$13.37',
    ],
    ['Random forest', '0.844', '0.837 to 0.851', '0.664', '0.420', '0.138', '0.012', '2.81×', '$13.35'],
    ['One rule: Contract Benchmark', '0.737', ...Array(5).fill('– not known'), '1.62×', '$8.04'],
    ['Random order Benchmark', '0.500', ...Array(5).fill('– not known'), '1.00×', '$3.21'],
  ]);
});

test('draws the candidates on one scale', async () => {
  await openWith(model());
  const [best, chosen, last] = await rowsOf('Candidates and benchmarks')
    .locator('.range circle')
    .evaluateAll((dots) => dots.map((dot) => dot.getBoundingClientRect().x));
  expect(best).toBeGreaterThan(chosen ?? Number.NaN);
  expect(chosen).toBeGreaterThan(last ?? Number.NaN);
});

const CURVES = [
  ['ROC curve', /^To find 80% of those who leave/, (answer: Model) => answer.curves.roc],
  ['Precision and recall', /^When 50% of the leavers/, (answer: Model) => answer.curves.precisionRecall],
  ['Calibration', /^Predicted and observed rates are/, (answer: Model) => answer.curves.calibration],
  ['Lift', /^Of the 10% with the highest scores/, (answer: Model) => answer.curves.lift],
  ['Profit of a campaign', /^Contacting the .* pays best: \$/, (answer: Model) => answer.curves.profit],
] as const;

test.each(CURVES)(
  '%s: a sentence, a drawing within its frame, and every point in a table',
  async (title, takeaway, of) => {
    const answer = model();
    await openWith(answer);
    const chart = figure(title);
    expect(await chart.locator('.chart__takeaway').innerText()).toMatch(takeaway);
    const points = of(answer) ?? [];
    expect(await chart.locator('.curve__spot').count()).toBe(points.length);
    const path = (await chart.locator('path.curve__line').getAttribute('d')) ?? '';
    const places = path
      .slice(1)
      .split('L')
      .map((place) => place.split(' ').map(Number));
    expect(places).toHaveLength(points.length);
    expect(places.flat().every((place) => place >= 0 && place <= 100)).toBe(true);
    await chart.getByText('Show as a table').click();
    expect(await chart.locator('tbody tr').count()).toBe(points.length);
  },
);

test('the ring of the profit curve is at the optimum, and above every other point', async () => {
  const answer = model();
  await openWith(answer);
  const optimum = answer.candidates.find(({ chosen }) => chosen)?.profitOptimum;
  const ring = figure('Profit of a campaign').locator('.curve__plot .curve__mark');
  expect(Number.parseFloat((await ring.getAttribute('cx')) ?? '')).toBeCloseTo(
    100 * (optimum?.share ?? 0),
    2,
  );
  const highest = await ring.evaluate((mark) => Number.parseFloat(mark.getAttribute('cy') ?? ''));
  const others = await figure('Profit of a campaign')
    .locator('.curve__spot circle')
    .evaluateAll((dots) => dots.map((dot) => Number.parseFloat(dot.getAttribute('cy') ?? '')));
  expect(Math.min(...others)).toBeGreaterThanOrEqual(highest - 0.01);
  await section('How it does on customers it has not seen')
    .getByText('$388.60 for a customer who is kept')
    .waitFor();
});

test('the table of a curve is reached and read by keyboard', async () => {
  await openWith(model());
  const summary = figure('ROC curve').getByText('Show as a table');
  await summary.focus();
  await visitor.page.keyboard.press('Enter');
  await visitor.page.keyboard.press('Tab');
  const scrolled = figure('ROC curve').getByRole('region', { name: 'ROC curve' });
  expect(await scrolled.evaluate((region) => region === document.activeElement)).toBe(true);
  await visitor.page.keyboard.press('End');
  await expect.poll(() => scrolled.evaluate((region) => region.scrollTop)).toBeGreaterThan(0);
});

test('draws the importance to scale, the first columns as bars and all of them in the table', async () => {
  await openWith(model());
  const expected = model().importance.toSorted((a, b) => b.rocAucDrop - a.rocAucDrop);
  const chart = figure('Fall in ROC-AUC');
  const labels = await chart.locator('.bars__label').allTextContents();
  expect(labels).toEqual(expected.slice(0, 12).map((item) => item.label));
  const widths = await chart
    .locator('.bars__bar rect')
    .evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().width));
  const [most, second] = expected;
  expect((widths[1] ?? 0) / (widths[0] ?? 1)).toBeCloseTo(
    (second?.rocAucDrop ?? 0) / (most?.rocAucDrop ?? 1),
    2,
  );
  await chart.getByText('Show as a table').click();
  const table = await chart.locator('tbody tr').allInnerTexts();
  expect(table).toHaveLength(expected.length);
  expect(table.at(-1)).toBe('Gender\t−0.0002');
});

test('names the columns left out and why, as text', async () => {
  await openWith(model());
  expect(await rowsOf('Columns left out').allInnerTexts()).toEqual([
    `${LEAK_LABEL}\tAlone it tells almost surely who left\t0.998`,
  ]);
});

test('tells how the model took the place of the one that stood', async () => {
  await openWith(model());
  const decision = section('Champion and challenger');
  await decision.getByText(PROMOTION_REASON).waitFor();
  expect(await decision.locator('.state').allInnerTexts()).toEqual(['Promoted to champion']);
  expect(await decision.locator('.chart__takeaway').innerText()).toBe(
    'A difference of +0.004 is within what chance leaves open (95% interval −0.002 to +0.010).',
  );
  expect(await decision.locator('.facts__pair').allInnerTexts()).toEqual([
    'ROC-AUC of this model\n0.847',
    'ROC-AUC of the one that stood\n0.843',
    'Customers new to both\n812',
    'The one that stood\nm-20261121T090000Z-11112222',
  ]);
});

test('names the challenger that the published run trained itself', async () => {
  await openWith(modelWithChallenger());
  const decision = section('Champion and challenger');
  expect(await decision.locator('.state').allInnerTexts()).toEqual([
    'Kept as challenger',
    'Promoted to champion',
  ]);
  expect(await decision.locator('.chart__takeaway').first().innerText()).toBe(
    'It ranks worse by 0.034 (95% interval −0.046 to −0.023).',
  );
});

test('tells how it was measured and what it takes to make it again', async () => {
  await openWith(model());
  const made = section('How it was made');
  const facts = await made.locator('.facts__pair').allInnerTexts();
  expect(facts).toContain('Measured on\n5 folds in turn, dealt out anew 5 times');
  expect(facts).toContain('Seed\n20261122');
  expect(facts).toContain('Code version\n9d4027a');
  expect(facts).toContain(`SHA-256 of the data\n${'3f9a01bc'.repeat(8)}`);
});

test('says in one line that the model was trained on a sample', async () => {
  const reason = '400 of 4000 labelled customers were drawn by chance.';
  const sampling = { rows: 400, left: 100, ofRows: 4000, ofLeft: 1000, seed: 7, reason };
  await openWith({ ...model(), sampling });
  const facts = await section('How it was made').locator('.facts__pair').allInnerTexts();
  expect(facts).toContain(`Sample\n${reason}`);
});

test('an older model shows what it has, and says where a curve has too few points', async () => {
  await openWith(olderModel());
  const headers = await section('What was chosen, and why').locator('thead th').allInnerTexts();
  expect(headers).not.toContain('EMPC');
  expect(headers).not.toContain('PR-AUC');
  const curves = section('How it does on customers it has not seen');
  expect(await curves.getByText('There are too few points to draw the curve.').count()).toBe(2);
  expect(await curves.locator('.curve').count()).toBe(1);
  expect(await figure('Calibration').locator('.curve__dot').count()).toBe(1);
  await section('What the model looks at').getByText('No column was measured.').waitFor();
  expect(await section('Champion and challenger').count()).toBe(0);
  expect(await visitor.page.getByText('Columns left out').count()).toBe(0);
});

test('long names stay inside a narrow window', async () => {
  const long = 'gradient-boosting-'.repeat(12);
  const answer = modelWithChallenger();
  const renamed = {
    ...answer,
    codeVersion: 'f'.repeat(200),
    candidates: answer.candidates.map((one) => ({ ...one, name: `${long}${one.name}` })),
    importance: answer.importance.map((one) => ({ ...one, label: `${one.label}${'x'.repeat(120)}` })),
    leaks: [{ column: 'x', label: 'y'.repeat(160), rocAuc: 1 }],
  };
  await visitor.page.setViewportSize({ width: 360, height: 740 });
  await openWith(renamed);
  expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
});
