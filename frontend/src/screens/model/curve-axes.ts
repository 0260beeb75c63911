import type { Axis, Point } from '../../charts/line-chart.tsx';
import { axisTicks, axisTicksAround } from '../../charts/scale.ts';
import { formatAmount, formatBound, formatRate, formatSum, formatTimes } from '../../format/numbers.ts';

const FIFTHS = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** Shares from 0 to 100%. */
export const shareAxis = (title: string): Axis => sharesTo(title, FIFTHS);

/** Shares from 0 to a round one at least as high as `most`, at most 100%. */
export const shareAxisTo = (title: string, most: number): Axis =>
  most > 0.8 ? shareAxis(title) : sharesTo(title, axisTicks(most, 0.01));

const sharesTo = (title: string, ticks: readonly number[]): Axis => ({
  title,
  ticks,
  round: formatBound,
  exact: formatRate,
});

/** So many times, from 0. */
export const timesAxis = (title: string, points: readonly Point[]): Axis => ({
  title,
  ticks: axisTicks(highest(points), 0.5),
  round: (times) => `${Number(times.toFixed(1))}×`,
  exact: formatTimes,
});

/** Amounts around 0; the marks have cents only where they are less than a whole unit apart. */
export function amountAxis(title: string, points: readonly Point[], currency: string): Axis {
  const lowest = Math.min(...points.map(([, amount]) => amount));
  const ticks = axisTicksAround(lowest, highest(points), 0.01);
  const [first = 0, second = 1] = ticks;
  const round = second - first < 1 ? formatAmount : formatSum;
  return {
    title,
    ticks,
    round: (amount) => round(amount, currency),
    exact: (amount) => formatAmount(amount, currency),
  };
}

const highest = (points: readonly Point[]) => Math.max(...points.map(([, value]) => value));
