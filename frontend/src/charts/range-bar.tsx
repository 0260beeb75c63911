import type { Interval } from './interval-chart.tsx';
import { percentOf } from './scale.ts';

export interface RangeBarProps {
  readonly interval: Interval;
  /** The ends of the drawing, the same for bars that are to be compared. */
  readonly from: number;
  readonly to: number;
  /** Where a line is drawn to compare with. */
  readonly origin?: number;
}

const HEIGHT = 18;

/** A mean as a dot on the line of its interval. */
export function RangeBar({ interval: { mean, lower, upper }, from, to, origin }: RangeBarProps) {
  const place = (value: number) => percentOf(value - from, to - from);
  return (
    <svg class="range" width="100%" height={HEIGHT} aria-hidden="true">
      {origin !== undefined && (
        <line class="threshold" x1={place(origin)} x2={place(origin)} y1="0" y2={HEIGHT} />
      )}
      <line class="range__whisker" x1={place(lower)} x2={place(upper)} y1={HEIGHT / 2} y2={HEIGHT / 2} />
      <circle class="fill-accent" cx={place(mean)} cy={HEIGHT / 2} r="4.5" />
    </svg>
  );
}
