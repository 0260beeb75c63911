import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { sampleFile } from '../../../bench/data/sample-file.ts';
import { blankLabels } from '../../../bench/pipeline/blank-labels.ts';

const folder = mkdtempSync(join(tmpdir(), 'blank-labels-'));
afterAll(() => rmSync(folder, { recursive: true }));
const schema = { ...telcoSchema, label: { column: 'left', positive: 'Yes', negative: 'No' } };

async function blanked(text: string): Promise<string> {
  const [from, to] = [join(folder, 'from.csv'), join(folder, 'to.csv')];
  writeFileSync(from, text);
  await blankLabels(from, to, schema);
  return readFileSync(to, 'utf8');
}

describe('blankLabels', () => {
  it('blanks the label alone, wherever it stands', async () => {
    expect(await blanked('id,left,plan\n1,Yes,"a, b"\n2,No,Yes\n3\n')).toBe(
      'id,left,plan\n1,,"a, b"\n2,,Yes\n3\n',
    );
  });

  it('copies a file that has no labels', async () => {
    expect(await blanked('id,plan\n1,Yes\n')).toBe('id,plan\n1,Yes\n');
  });

  it('takes nothing else from a whole sample', async () => {
    const file = await sampleFile({ rows: 2000, seed: 1 });
    const target = join(folder, 'sample.csv');
    await blankLabels(file, target, telcoSchema);
    const before = readFileSync(file, 'utf8').split('\n');
    const after = readFileSync(target, 'utf8').split('\n');
    expect(after.length).toBe(before.length);
    expect(after.slice(1).join('\n')).toBe(
      before
        .slice(1)
        .join('\n')
        .replaceAll(/,(?:Yes|No)$/gm, ','),
    );
  });
});
