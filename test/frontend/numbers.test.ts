import { expect, test } from 'vitest';
import {
  formatAmount,
  formatBound,
  formatCount,
  formatCountOf,
  formatLead,
  formatName,
  formatProbability,
  formatRate,
  formatSum,
  formatTimes,
  inSentence,
  shareOf,
} from '../../frontend/src/format/numbers.ts';
import { formatTime } from '../../frontend/src/format/times.ts';

test('counts are grouped and name their noun', () => {
  expect(formatCount(1054.4)).toBe('1,054');
  expect(formatCountOf(1, 'customer')).toBe('1 customer');
  expect(formatCountOf(0, 'customer')).toBe('0 customers');
});

test('rates have one decimal, and no rate is a dash', () => {
  expect(formatRate(0.26537)).toBe('26.5%');
  expect(formatRate(1)).toBe('100.0%');
  expect(formatRate(null)).toBe('–');
});

test('a probability never reads as certain unless it is', () => {
  expect(formatProbability(0.99949)).toBe('99.9%');
  expect(formatProbability(0.9996)).toBe('>99.9%');
  expect(formatProbability(1)).toBe('100.0%');
  expect(formatProbability(0.0004)).toBe('<0.1%');
  expect(formatProbability(0.0005)).toBe('0.1%');
  expect(formatProbability(0)).toBe('0.0%');
});

test('bounds are round where they can be', () => {
  expect(formatBound(0.3)).toBe('30%');
  expect(formatBound(7 / 20)).toBe('35%');
  expect(formatBound(0.125)).toBe('12.5%');
});

test('money follows the currency of the answer', () => {
  expect(formatAmount(29.849, 'USD')).toBe('$29.85');
  expect(formatAmount(1200, 'JPY')).toBe('¥1,200');
  expect(formatSum(139_130.85, 'EUR')).toBe('€139,131');
  expect(formatSum(-0.2, 'USD')).toBe('-$0');
});

test('a lead has its sign, none has none, and multiples their times', () => {
  expect(formatLead(0.0038)).toBe('+0.004');
  expect(formatLead(-0.0344)).toBe('−0.034');
  expect(formatLead(-0.0004)).toBe('0.000');
  expect(formatTimes(2.8149)).toBe('2.81×');
});

test('a share of nothing is not known', () => {
  expect(shareOf(0, 0)).toBeNull();
  expect(shareOf(1, 4)).toBe(0.25);
});

test('names and labels are made for people', () => {
  expect(formatName('random-forest')).toBe('Random forest');
  expect(inSentence('Internet service')).toBe('internet service');
  expect(inSentence('TV plan')).toBe('TV plan');
});

test('times name their zone', () => {
  expect(formatTime('2026-11-22T09:01:42.318Z', 'UTC')).toBe('Nov 22, 2026, 09:01 UTC');
  expect(formatTime('2026-11-22T23:30:00Z', 'Asia/Tokyo')).toBe('Nov 23, 2026, 08:30 GMT+9');
});
