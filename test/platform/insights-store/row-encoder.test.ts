import { expect, test } from 'vitest';
import { ByteBuffer } from '#core/csv/byte-buffer.ts';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import { RowEncoder } from '#platform/insights-store/row-encoder.ts';
import { JSON_ARRAY, type RowFormat, TAB_SEPARATED } from '#platform/insights-store/row-format.ts';
import { scoredRow } from './store-rig.ts';

const usual = scoredRow('7590-VHVEG', {
  ...{ churnProbability: 0.451_525_5, monthlyCharge: 74.35, tenureMonths: 11, expectedLoss: 201.4255 },
  ...{ clv: 474.0756, priority: -1.4804, segments: { Contract: 'Two year' } },
  reasons: [
    { feature: 'Contract', value: 'Two year', contribution: 0.6463, points: 12.77 },
    { feature: 'tenure', value: 11, contribution: -0.288, points: -5.69 },
  ],
});
const bare = scoredRow('C2', { clv: null, priority: null, status: 'left', segments: usual.segments });
const awkward = scoredRow('a\tb"\\é\n', {
  reasons: [{ feature: 'Plan "é"', value: 'x\\y', contribution: 1, points: 2 }],
});

function written(format: RowFormat, rows: readonly ScoredRow[], encoder = new RowEncoder()): string {
  const out = new ByteBuffer(1);
  for (const [index, row] of rows.entries()) encoder.write(out, format, 3_000_000_000 + index, row);
  return new TextDecoder().decode(out.bytes.subarray(0, out.length));
}

test('a line has a value a column, in digits that read back to it', () => {
  const { expectedLoss, monthlyCharge, tenureMonths, churnProbability, riskLevel } = bare;
  const plain = [monthlyCharge, tenureMonths, expectedLoss].join('\t');
  expect(written(TAB_SEPARATED, [usual, bare])).toBe(
    '3000000000\t7590-VHVEG\tactive\t0.4515255\t' +
      `${usual.riskLevel}\t74.35\t11\t201.4255\t474.0756\t-1.4804\t0\t\\N\t[[2,6463,1277],[3,11,-2880,-569]]\n` +
      `3000000001\tC2\tleft\t${churnProbability}\t${riskLevel}\t${plain}\t\\N\t\\N\t0\t\\N\t\\N\n`,
  );
});

test('the same rows in JSON', () => {
  const rows = JSON.parse(`[${written(JSON_ARRAY, [usual, bare]).slice(0, -1)}]`) as unknown[][];
  const lines = written(TAB_SEPARATED, [usual, bare]).trimEnd().split('\n');
  const cells = rows.map((row) => row.map((cell) => (cell === null ? '\\N' : String(cell))));
  expect(cells).toEqual(lines.map((line) => line.split('\t')));
});

test('what would end or escape a value is escaped, in every text', () => {
  expect(written(TAB_SEPARATED, [awkward])).toContain('\ta\\tb"\\\\é\\n\t');
  const [, id] = JSON.parse(written(JSON_ARRAY, [awkward]).slice(0, -1)) as unknown[];
  expect(id).toBe(awkward.customerId);
});

test('names and values that found no room among the texts stay in the row, escaped once more', () => {
  const encoder = new RowEncoder();
  const filling = Array.from({ length: 3_000 }, (_, index) =>
    scoredRow('C1', {
      reasons: [{ feature: 'Plan', value: 'é'.repeat(900) + index, contribution: 1, points: 2 }],
    }),
  );
  const lines = written(TAB_SEPARATED, filling, encoder).trimEnd().split('\n');
  expect(lines.at(-1)).toMatch(/\t\[\[\d+,"é{900}2999",10000,200\]\]$/);
  const name = '"é"\t'.repeat(300);
  const own = scoredRow('C2', {
    reasons: [{ feature: name, value: 'x\\y', contribution: 1, points: 2 }],
  });
  const [row] = JSON.parse(`[${written(JSON_ARRAY, [own], encoder).slice(0, -1)}]`) as unknown[][];
  expect(JSON.parse(String(row?.[12]))).toEqual([[name, 'x\\y', 1, 2]]);
});
