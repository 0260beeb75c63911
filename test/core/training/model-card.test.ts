import { expect, test } from 'vitest';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { modelCard } from '#core/training/model-card.ts';
import { modelCardText } from '#core/training/model-card-text.ts';
import { modelMetadata } from '../../platform/insights-store/store-rig.ts';

const money = {
  currency: 'USD',
  rule: { share: 0.6, profit: 26.004 },
  bestThreshold: { share: 0.65, profit: 25.678, threshold: 0.0902 },
};
const group = {
  customers: 10,
  left: 0,
  rocAuc: null,
  calibration: null,
  contacted: 0.5,
  falsePositiveRate: 0.5,
  falseNegativeRate: null,
};

test('the card says what the model is, for whom, how good, how fair and what it cannot do', () => {
  const metadata = modelMetadata('m-1', {
    fairness: [
      {
        column: 'gender',
        label: 'Gender',
        groups: [
          { ...group, group: 'Female' },
          { ...group, group: '' },
        ],
      },
    ],
    leaks: [{ column: 'Reason', rocAuc: 0.99 }],
  });
  const card = modelCard(metadata, telcoSchema, money);
  expect(JSON.parse(JSON.stringify(card))).toEqual(card);
  expect(card.data).toMatchObject({
    labelled: 10,
    left: 3,
    leftOut: ['Reason'],
    sensitive: ['gender', 'SeniorCitizen'],
  });
  const text = modelCardText(card);
  for (const title of [
    'Model',
    'Intended use',
    'Not for',
    'Data',
    'Metrics',
    'Money',
    'Fairness: Gender',
    'Limits',
  ]) {
    expect(text).toContain(`\n## ${title}\n`);
  }
  expect(text).toContain('ROC-AUC 0.840 (95 %: 0.830 to 0.850)');
  expect(text).toContain('26.00 USD per customer, 60.0 % contacted');
  expect(text).toContain('| Female | 10 | 0 | not known | not known | 50.0 % | 50.0 % | not known |');
  expect(text).toContain('| (not known) | 10 |');
  expect(text).not.toMatch(/undefined|NaN|null|\[object/);
});

test('names of others are text and no markup', () => {
  const hostile = '<img src=x>|\n# [x](javascript:1)';
  const metadata = modelMetadata('m-1', {
    fairness: [{ column: 'g', label: hostile, groups: [{ ...group, group: hostile }] }],
  });
  const text = modelCardText(modelCard(metadata, { ...telcoSchema, name: hostile }, money));
  expect(text).not.toMatch(/[^\\]<img|^# \[|[^\\]\[x/m);
  const rows = text.split('\n').filter((line) => line.startsWith('| \\<img'));
  expect(rows).toHaveLength(1);
});

test('says so where it pays to contact nobody', () => {
  const nobody = { ...money, bestThreshold: { share: 0, profit: 0, threshold: Number.POSITIVE_INFINITY } };
  const card = modelCard(modelMetadata('m-1'), telcoSchema, nobody);
  expect(JSON.parse(JSON.stringify(card))).toEqual(card);
  expect(modelCardText(card)).toContain('No single threshold earns anything');
});
