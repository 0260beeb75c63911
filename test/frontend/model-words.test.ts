import { expect, test } from 'vitest';
import { choiceWords } from '../../frontend/src/screens/model/choice-words.ts';
import { comparedRows } from '../../frontend/src/screens/model/compared-rows.ts';
import { leadTakeaway } from '../../frontend/src/screens/model/promotion-words.ts';
import { fittedWords, validationWords } from '../../frontend/src/screens/model/training-words.ts';
import { model, olderModel } from './support/model-fixtures.ts';

test('the way of measuring is told in words', () => {
  expect(validationWords({ split: 'random', folds: 5, repeats: 5 })).toBe(
    '5 folds in turn, dealt out anew 5 times',
  );
  expect(validationWords({ folds: 5, repeats: 1 })).toBe('5 folds in turn');
  expect(validationWords({ folds: 3, repeats: 1 })).toBe('3 folds in turn');
  expect(validationWords({ split: 'random', folds: 1, repeats: 1 })).toBe(
    'A random fifth of the customers, held out',
  );
  expect(validationWords({ split: 'latest', folds: 1, repeats: 1 })).toBe(
    'The latest fifth of the customers by date, held out',
  );
});

test('the choice has the names of the table, also where one name begins another', () => {
  const [first, ...others] = model().candidates;
  const candidates = [{ ...first!, name: 'forest' }, { ...first!, name: 'forest-of-stumps' }, ...others];
  const chosen = { name: 'forest', reason: 'forest is the simplest, forest-of-stumps the best.' };
  expect(choiceWords({ chosen, candidates })).toBe('Forest is the simplest, Forest of stumps the best.');
});

test('what the fit found out is told where it is known', () => {
  expect(fittedWords({ trees: 143 })).toBe('Trees 143');
  expect(fittedWords({ inverseStrength: 0.25004, other: 1 })).toBe('C (inverse penalty) 0.25, other 1');
  expect(fittedWords({})).toBeUndefined();
  expect(fittedWords(undefined)).toBeUndefined();
});

test('a lead is told from chance', () => {
  expect(leadTakeaway({ mean: 0.02, lower: 0.011, upper: 0.029 })).toBe(
    'It ranks better by 0.020 (95% interval +0.011 to +0.029).',
  );
  expect(leadTakeaway({ mean: -0.02, lower: -0.029, upper: -0.011 })).toContain('ranks worse by 0.020');
  expect(leadTakeaway({ mean: 0, lower: -0.01, upper: 0.01 })).toContain(
    'A difference of 0.000 is within what chance leaves open',
  );
});

test('candidates come first, the best first, and benchmarks after them', () => {
  expect(comparedRows(model()).map(({ name, kind }) => [name, kind])).toEqual([
    ['Gradient boosting depth 1', 'candidate'],
    ['Logistic regression', 'chosen'],
    ['Random forest', 'candidate'],
    ['One rule: Contract', 'benchmark'],
    ['Random order', 'benchmark'],
  ]);
  expect(comparedRows(olderModel())).toHaveLength(3);
});
