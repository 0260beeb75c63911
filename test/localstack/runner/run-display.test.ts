import { expect, it } from 'vitest';
import { progressLine } from '../../../localstack/runner/follow/progress-line.ts';
import { RunDisplay } from '../../../localstack/runner/follow/run-display.ts';
import type { RunStatus } from '../../../localstack/runner/follow/run-status.ts';

const run = (state: string, rowsDone?: number, rowsTotal?: number): RunStatus => ({
  ...{ runId: 'R', state, sourceKey: 'raw/a.csv', contentSha256: 'ab', failure: null, customers: 7 },
  ...{ rejectedRows: 0, modelVersion: 'm', updatedAt: '2026-11-22T09:00:10.000Z' },
  ...(rowsDone === undefined ? {} : { progress: { rowsDone, ...(rowsTotal ? { rowsTotal } : {}) } }),
});

function displayOn(screen: { isTTY: boolean; columns?: number }) {
  const written: string[] = [];
  let nowMs = 0;
  const display = new RunDisplay({ ...screen, write: (text) => written.push(text) }, () => (nowMs += 1000));
  return { display, written };
}

it('fills a bar by the share of the rows, and tells the rows alone where nobody knows how many there are', () => {
  expect(progressLine({ rowsDone: 330_000, rowsTotal: 1_000_000 })).toBe(
    '███████░░░░░░░░░░░░░░░░░  33 %  330,000 of 1,000,000 rows',
  );
  expect(progressLine({ rowsDone: 12, rowsTotal: 12 })).toBe(`${'█'.repeat(24)} 100 %  12 of 12 rows`);
  expect(progressLine({ rowsDone: 1200 })).toBe('1,200 rows so far');
  expect(progressLine({ rowsDone: 0, rowsTotal: 0 })).toBe('0 rows so far');
});

it('redraws one line on a terminal, no longer than the terminal, below the lines that stay', () => {
  const { display, written } = displayOn({ isTTY: true, columns: 30 });
  display.onChange(run('scoring'));
  display.onProgress(run('scoring', 10, 100));
  display.onProgress(run('scoring', 20, 100));
  display.onChange(run('published'));
  const erase = '\r\u001b[2K';
  const [first, ten, twenty, last] = written;
  expect(written).toHaveLength(4);
  expect(first).toBe('   1.0 s  R  scoring every customer\n');
  for (const bar of [ten, twenty]) {
    expect(bar?.startsWith(erase)).toBe(true);
    expect(bar?.length).toBe(erase.length + 29);
    expect(bar).not.toContain('\n');
  }
  expect(last).toMatch(/published: 7 customers/);
  expect(last?.startsWith(erase)).toBe(true);
  expect(last?.endsWith('\n')).toBe(true);
});

it('adds a plain line for each tenth where the output is no terminal', () => {
  const { display, written } = displayOn({ isTTY: false });
  display.onChange(run('scoring'));
  for (const rows of [5, 11, 14, 19, 20, 100]) display.onProgress(run('scoring', rows, 100));
  expect(written.slice(1).map((line) => line.match(/\d+ %/)?.[0])).toEqual(['11 %', '20 %', '100 %']);
  expect(written.join('')).not.toContain('\u001b');
});
