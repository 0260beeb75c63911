import { formatScore } from '../format/numbers.ts';
import { percentOf } from './scale.ts';

export interface Interval {
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
}

/** A ROC-AUC with its interval on the way from chance (0.5) to perfect (1). A lower value is drawn at the left end. */
export function IntervalChart({ mean, lower, upper }: Interval) {
  const place = (score: number) => percentOf(score - 0.5, 0.5);
  return (
    <svg class="interval" width="100%" height="54" aria-hidden="true">
      <rect class="fill-track" y="10" width="100%" height="8" rx="4" />
      <rect
        class="interval__band"
        x={place(lower)}
        y="5"
        rx="3"
        width={percentOf(Math.max(upper - Math.max(lower, 0.5), 0), 0.5)}
        height="18"
      >
        <title>{`${formatScore(lower)} to ${formatScore(upper)}`}</title>
      </rect>
      <line class="interval__mean" x1={place(mean)} x2={place(mean)} y1="1" y2="27" />
      <text x="0" y="44">
        0.5 chance
      </text>
      <text x="50%" y="44" text-anchor="middle">
        0.75
      </text>
      <text x="100%" y="44" text-anchor="end">
        1 perfect
      </text>
    </svg>
  );
}
