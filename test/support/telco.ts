import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The public IBM table, kept beside the checkout and never in it. */
export const telcoFile = join(import.meta.dirname, '../../../shared/data/telco.csv');
export const hasTelco = existsSync(telcoFile);

if (!hasTelco)
  console.warn('shared/data/telco.csv is not beside this checkout: tests on the real data are left out.');

/** Its rows as objects of text; the file has no quoted field. */
export function readTelcoRows(): Readonly<Record<string, string>>[] {
  const [header = '', ...lines] = readFileSync(telcoFile, 'utf8').trimEnd().split(/\r?\n/);
  const names = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
  });
}
