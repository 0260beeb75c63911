import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { generateCustomers } from '#core/sample/generate-customers.ts';

const command = join(import.meta.dirname, '../../bench/sample.ts');
const folder = mkdtempSync(join(tmpdir(), 'sample-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('bench/sample.ts', () => {
  it('writes the sample and the true probabilities beside it', () => {
    const out = join(folder, 'made up.csv');
    const printed = execFileSync(process.execPath, [command, '--rows', '3000', '--seed', '9', '--out', out], {
      encoding: 'utf8',
    });
    expect(printed).toContain('3000 rows');
    const chunks = [...generateCustomers({ rows: 3000, seed: 9 })];
    expect(readFileSync(out)).toEqual(Buffer.concat(chunks.map(({ customers }) => customers)));
    expect(readFileSync(join(folder, 'made up.truth.csv'))).toEqual(
      Buffer.concat(chunks.map(({ truth }) => truth)),
    );
  });

  it('writes sample.csv where it is told no other name', () => {
    execFileSync(process.execPath, [command, '--rows', '3', '--seed', '9'], { cwd: folder });
    expect(existsSync(join(folder, 'sample.csv')) && existsSync(join(folder, 'sample.truth.csv'))).toBe(true);
  });

  it.each<[string, string[], RegExp]>([
    ['no rows', ['--seed', '1'], /--rows is missing/],
    ['rows that are no number', ['--rows', 'ten', '--seed', '1'], /--rows must be a whole number, not "ten"/],
    ['too few rows', ['--rows', '0', '--seed', '1'], /rows must be an integer from 1/],
    ['an unknown option', ['--rows', '1', '--seed', '1', '--sed', '1'], /--sed/],
    [
      'a folder that is not there',
      ['--rows', '1', '--seed', '1', '--out', join(folder, 'no', 'x.csv')],
      /ENOENT/,
    ],
  ])('says what is wrong with %s', (_name, options, message) => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [command, ...options], {
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).toContain('usage: node bench/sample.ts');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe('');
  });
});
