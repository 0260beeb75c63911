import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CategorySchemaColumn,
  canonicalCategory,
  checkNumber,
  formatNumber,
  type NumericSchemaColumn,
  parseLabel,
  parseNumericCell,
} from '#core/cleaning/cells.ts';

const traits = { nullable: false, sensitive: false, actionable: false };
const free: NumericSchemaColumn = { ...traits, name: 'amount', type: 'numeric' };
const share: NumericSchemaColumn = { ...free, min: 0, max: 1 };

describe('parseNumericCell', () => {
  it.each<[string, number]>([
    ['0', 0],
    ['-0', 0],
    [' 29.85 ', 29.85],
    ['+5', 5],
    ['-.5', -0.5],
    ['7.', 7],
    ['1e3', 1000],
    ['2.5E-1', 0.25],
    ['007', 7],
    ['\u00A012', 12],
  ])('%j is %d', (cell, value) => {
    const parsed = parseNumericCell(cell, free);
    expect(parsed).toEqual({ kind: 'value', value });
    expect(parsed.kind === 'value' && Object.is(parsed.value, value)).toBe(true);
  });

  it.each(['', ' ', '\t'])('%j is missing', (cell) => {
    expect(parseNumericCell(cell, free)).toEqual({ kind: 'missing' });
  });

  it.each([
    '1,234.5',
    '$5',
    'NaN',
    'inf',
    'Infinity',
    '-Infinity',
    '0x10',
    '1_000',
    '5%',
    '1 2',
    'N/A',
    '.',
    'e5',
    '--1',
  ])('%j is not a number', (cell) => {
    expect(parseNumericCell(cell, free)).toEqual({ kind: 'invalid', fault: 'not a number' });
  });

  it('holds the limits, both included, and those of float32', () => {
    expect(parseNumericCell('1', share).kind).toBe('value');
    expect(parseNumericCell('0', share).kind).toBe('value');
    for (const cell of ['1.0000001', '-1e-9']) {
      expect(parseNumericCell(cell, share)).toEqual({ kind: 'invalid', fault: 'out of range' });
    }
    for (const cell of ['1e39', '-1e400']) {
      expect(parseNumericCell(cell, free)).toEqual({ kind: 'invalid', fault: 'out of range' });
    }
    expect(checkNumber(Number.NaN, free)).toEqual({ kind: 'invalid', fault: 'not a number' });
    expect(checkNumber(Number.POSITIVE_INFINITY, free)).toEqual({ kind: 'invalid', fault: 'out of range' });
  });

  it('reads back what formatNumber writes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e30, max: 1e30 }), (value) => {
        const parsed = parseNumericCell(formatNumber(value), free);
        expect(parsed).toEqual({ kind: 'value', value: value === 0 ? 0 : value });
      }),
    );
  });
});

describe('canonicalCategory', () => {
  const column: CategorySchemaColumn = {
    ...traits,
    name: 'contract',
    type: 'category',
    values: ['Month-to-month', 'Two year', 'Credit card (automatic)', 'a b', 'AB'],
  };

  it.each<[string, string, boolean]>([
    ['Two year', 'Two year', true],
    ['month-to-month ', 'Month-to-month', true],
    [' TWO   YEAR', 'Two year', true],
    ['credit card(automatic)', 'Credit card (automatic)', true],
    ['', '', true],
    ['  ', '', true],
    ['Weekly', 'Weekly', false],
    [' Weekly  rate ', 'Weekly  rate', false],
    ['a b', 'a b', true],
    ['ab', 'ab', false],
  ])('%j is %j, expected: %j', (cell, value, isExpected) => {
    const answer = { value, isExpected };
    expect(canonicalCategory(cell, column)).toEqual(answer);
    expect(canonicalCategory(cell, column)).toEqual(answer);
  });

  it('expects anything where the schema lists nothing, and does not touch its case', () => {
    const open: CategorySchemaColumn = { ...traits, name: 'city', type: 'category' };
    expect(canonicalCategory(' oslo ', open)).toEqual({ value: 'oslo', isExpected: true });
  });

  it('stays right when there are more values than it remembers', () => {
    for (let index = 0; index < 12_000; index++) canonicalCategory(`v${index}`, column);
    expect(canonicalCategory('v11999', column)).toEqual({ value: 'v11999', isExpected: false });
    expect(canonicalCategory('TWO year', column)).toEqual({ value: 'Two year', isExpected: true });
  });
});

describe('parseLabel', () => {
  const label = { column: 'Churn', positive: 'Yes', negative: 'No' };

  it.each<[string, string | undefined]>([
    ['Yes', 'Yes'],
    [' no ', 'No'],
    ['YES', 'Yes'],
    ['', ''],
    [' ', ''],
    ['maybe', undefined],
    ['1', undefined],
  ])('%j is %j', (cell, value) => {
    expect(parseLabel(cell, label)).toBe(value);
  });

  it('tells values that differ in case alone apart, and nothing else', () => {
    const cased = { column: 'c', positive: 'y', negative: 'Y' };
    expect(parseLabel('Y', cased)).toBe('Y');
    expect(parseLabel('y', cased)).toBe('y');
  });
});
