import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardinalityTable } from '../../../bench/data/cardinality-table.ts';
import { heldOut } from '../../../bench/data/held-out.ts';
import { findPython } from '../../../bench/peers/find-python.ts';
import { PythonPeers } from '../../../bench/peers/python-peers.ts';
import { writeTableFile } from '../../../bench/peers/table-file.ts';
import {
  boostingPlan,
  forestPlan,
  logisticPlan,
  manyCategoriesPlan,
} from '../../../bench/train/fit-plans.ts';

const python = findPython();
if (python === undefined)
  console.warn('No Python with scikit-learn: the peers of the benchmark are not tested.');

const libraries = ['scikit-learn', ...(imports('xgboost') ? ['xgboost'] : [])];

describe('findPython', () => {
  it('takes the first command that can import scikit-learn', () => {
    expect(findPython(['no-such-python'])).toBeUndefined();
    expect(findPython(['no-such-python', process.execPath])).toBeUndefined();
  });
});

describe.skipIf(python === undefined)('PythonPeers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'python-peers-'));
  let peers: PythonPeers;
  beforeAll(async () => {
    peers = await PythonPeers.open(python!, 1);
    const { table } = cardinalityTable(2000, 5);
    await peers.load(await writeTableFile(folder, 'table', table, heldOut(table, 1)));
  });
  afterAll(async () => {
    await peers.close();
    rmSync(folder, { recursive: true });
  });

  const plans = [logisticPlan, forestPlan(1), boostingPlan(1), manyCategoriesPlan(1)]
    .flatMap((plan) => plan.peers)
    .filter(({ library }) => libraries.includes(library))
    .map((plan) => [`${plan.model} on ${plan.encoding}`, plan] as const);

  it.each([...new Map(plans)])('fits %s and does better than chance', async (_name, plan) => {
    const { model, encoding, settings } = plan;
    const fit = await peers.fit({ model, encoding, settings: fewer(settings), score: true });
    expect(fit.rocAuc).toBeGreaterThan(0.6);
    expect(fit.width).toSatisfy((width: number) => (encoding === 'one-hot' ? width > 500 : width === 8));
    expect(fit.fitMs).toBeGreaterThan(0);
  });

  it('tells which libraries are there', () => {
    expect(peers.versions).toMatchObject({
      python: expect.stringMatching(/^3\./),
      'scikit-learn': expect.any(String),
    });
    expect(peers.versions.xgboost !== null).toBe(libraries.includes('xgboost'));
  });

  it('does not score where that is not wanted', async () => {
    const { model, encoding, settings } = logisticPlan.peers[0]!;
    expect(await peers.fit({ model, encoding, settings, score: false })).not.toHaveProperty('rocAuc');
  });

  it('says what Python could not do, and goes on', async () => {
    const request = { encoding: 'ordinal', settings: {}, score: false } as const;
    await expect(peers.fit({ model: 'Oracle', ...request })).rejects.toMatchObject({
      code: 'PEER_FAILED',
      message: expect.stringMatching(/^Python could not fit: KeyError: 'Oracle'/),
    });
    await expect(peers.load(join(folder, 'none.json'))).rejects.toThrow(/could not load: FileNotFoundError/);
    const { model, encoding, settings } = logisticPlan.peers[0]!;
    expect(await peers.fit({ model, encoding, settings, score: false })).toHaveProperty('fitMs');
  });
});

function imports(module: string): boolean {
  return python !== undefined && spawnSync(python, ['-c', `import ${module}`]).status === 0;
}

/** The same model with a fifth of its trees. */
function fewer(settings: Readonly<Record<string, number | string | boolean>>) {
  const { n_estimators: trees, max_iter: rounds } = settings;
  return {
    ...settings,
    ...(typeof trees === 'number' ? { n_estimators: trees / 5 } : {}),
    ...(typeof rounds === 'number' ? { max_iter: rounds / 5 } : {}),
  };
}
