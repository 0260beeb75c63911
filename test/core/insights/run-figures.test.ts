import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedLossOf } from '#core/economics/expected-loss.ts';
import { riskLevelOf } from '#core/economics/risk-level.ts';
import { RunFigures, type RunFiguresState, runFiguresStateSchema } from '#core/insights/run-figures.ts';
import type { ScoredRow } from '#core/insights/run-insights.ts';
import { plansSchema } from '../cleaning/plans-schema.ts';

const { economics, riskThresholds } = plansSchema;

const rowArbitrary: fc.Arbitrary<ScoredRow> = fc
  .record({
    churnProbability: fc.double({ min: 0, max: 1, noNaN: true }),
    monthlyCharge: fc.double({ min: 0, max: 500, noNaN: true }),
    tenureMonths: fc.constantFrom(0, 3, 11.5, 12, 72, 5000, Number.NaN),
    status: fc.constantFrom<'active' | 'left'>('active', 'left'),
    clv: fc.option(fc.double({ min: 0, max: 5000, noNaN: true }), { freq: 20 }),
    plan: fc.constantFrom('', 'Pro', 'x', '(other)', '__proto__'),
  })
  .map(({ plan, clv, ...row }) => ({
    ...row,
    customerId: 'c',
    riskLevel: riskLevelOf(row.churnProbability, riskThresholds),
    expectedLoss: expectedLossOf(row.churnProbability, row.monthlyCharge, economics),
    clv: row.status === 'left' ? null : clv,
    priority: row.status === 'left' || clv === null ? null : row.churnProbability * clv - 20,
    segments: { plan, tenure_group: row.tenureMonths > 12 ? '12+' : '0-12' },
  }));

function figuresOf(rows: readonly ScoredRow[]): RunFigures {
  const figures = new RunFigures(plansSchema);
  for (const row of rows) figures.add(row);
  return figures;
}

/** As it comes back from where it was kept. */
const kept = (state: RunFiguresState) => runFiguresStateSchema.parse(JSON.parse(JSON.stringify(state)));

function mergedOf(parts: readonly (readonly ScoredRow[])[]): RunFigures {
  const merged = new RunFigures(plansSchema);
  for (const part of parts) merged.merge(kept(figuresOf(part).state()));
  return merged;
}

/** Parts of rows, some of them empty, cut anywhere. */
const partsArbitrary = fc.array(fc.array(rowArbitrary, { maxLength: 40 }), { minLength: 1, maxLength: 6 });

const everything = (figures: RunFigures) => ({
  insights: figures.insights(),
  documents: figures.documents(),
});

/** Every number in a value, in order, and the value with all of them taken out. */
function numbersIn(value: unknown): { readonly numbers: readonly number[]; readonly rest: unknown } {
  const numbers: number[] = [];
  const rest: unknown = JSON.parse(JSON.stringify(value), (_key, item: unknown) => {
    if (typeof item !== 'number') return item;
    numbers.push(item);
    return 'a number';
  });
  return { numbers, rest };
}

/** The same but for what the order of a sum does to its last digits. */
function expectSame(found: unknown, wanted: unknown): void {
  const [is, should] = [numbersIn(found), numbersIn(wanted)];
  expect(is.rest).toEqual(should.rest);
  const others = is.numbers.filter((number, index) => {
    const other = should.numbers[index]!;
    return Math.abs(number - other) > 1e-9 * Math.max(1, Math.abs(number), Math.abs(other));
  });
  expect(others).toEqual([]);
}

describe('the figures of parts', () => {
  it('together are those of one pass over all rows', () => {
    fc.assert(
      fc.property(partsArbitrary, (parts) => {
        const once = everything(figuresOf(parts.flat()));
        expectSame(everything(mergedOf(parts)), once);
      }),
    );
  });

  it('are the same to the last bit whichever part was done first', () => {
    fc.assert(
      fc.property(partsArbitrary, fc.infiniteStream(fc.nat()), (parts, stream) => {
        const states = parts.map((part, index) => ({ index, at: stream.next().value, part }));
        const completed = states
          .sort((a, b) => a.at - b.at)
          .map((each) => ({ ...each, kept: kept(figuresOf(each.part).state()) }));
        const merged = new RunFigures(plansSchema);
        for (const { kept: state } of completed.sort((a, b) => a.index - b.index)) merged.merge(state);
        expect(merged.state()).toEqual(mergedOf(parts).state());
      }),
    );
  });

  it('count exactly, however the rows are cut', () => {
    fc.assert(
      fc.property(partsArbitrary, (parts) => {
        const [once, merged] = [figuresOf(parts.flat()).state(), mergedOf(parts).state()];
        expect(merged.survival.all).toEqual(once.survival.all);
        const contactsIn = ({ outlook }: RunFiguresState) =>
          outlook.byGain.map(([bin, contacts]) => [bin, contacts]);
        expect(contactsIn(merged)).toEqual(contactsIn(once));
        expect(merged.insights.bins.map(({ customers }) => customers)).toEqual(
          once.insights.bins.map(({ customers }) => customers),
        );
      }),
    );
  });

  it('do not grow with the rows, and leave what they are made of as it is', () => {
    const rows = fc.sample(rowArbitrary, { numRuns: 300, seed: 7 });
    const one = figuresOf(rows);
    const before = one.state();
    const merged = mergedOf(Array.from({ length: 50 }, () => rows));
    expect(JSON.stringify(merged.state()).length).toBeLessThan(1.5 * JSON.stringify(before).length);
    merged.merge(before);
    expect(one.state()).toEqual(before);
    expect(merged.insights().total.customers).toBe(51 * rows.length);
  });

  it('lose no customer where the parts have more values than are told apart', () => {
    const rows = (from: number) =>
      Array.from({ length: 4000 }, (_, index) => ({
        ...fc.sample(rowArbitrary, { numRuns: 1, seed: 1 })[0]!,
        segments: { plan: `${from + index}`, tenure_group: '' },
      }));
    const plans = mergedOf([rows(0), rows(4000)])
      .insights()
      .segments.filter(({ dimension }) => dimension === 'plan');
    expect(plans).toHaveLength(201);
    expect(plans.reduce((sum, { customers }) => sum + customers, 0)).toBe(8000);
  });

  it('made under another schema are refused', () => {
    const other = new RunFigures({ ...plansSchema, segmentBy: ['plan'] }).state();
    expect(() => new RunFigures(plansSchema).merge(other)).toThrow(
      expect.objectContaining({ code: 'FIGURES_INVALID' }),
    );
  });
});
