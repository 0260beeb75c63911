import { describe, expect, it } from 'vitest';
import { lakeUse } from '../../../../bench/pipeline/stack/lake-use.ts';

const MIB = 1024 * 1024;
const version = (key: string, versionId: string, bytes: number) => ({ key, versionId, bytes });

describe('lakeUse', () => {
  it('counts the versions that were not there before, large ones by their parts', () => {
    const before = [version('runs/a.json', '1', 100)];
    const after = [
      ...before,
      version('runs/a.json', '2', 120),
      version('clean/a.csv', '1', 8 * MIB),
      version('clean/b.csv', '1', 8 * MIB + 1),
    ];
    expect(lakeUse(before, after)).toEqual({
      versions: 3,
      writeRequests: 1 + 1 + (2 + 2),
      bytes: 120 + 16 * MIB + 1,
    });
  });

  it('is nothing where nothing was written', () => {
    expect(lakeUse([], [])).toEqual({ versions: 0, writeRequests: 0, bytes: 0 });
  });
});
