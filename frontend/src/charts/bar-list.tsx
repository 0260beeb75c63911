import { percentOf } from './scale.ts';

export interface Bar {
  /** Unique among the bars. */
  readonly key: string;
  readonly label: string;
  readonly value: number;
  /** The value as it is shown. */
  readonly shown: string;
}

export interface BarListProps {
  readonly bars: readonly Bar[];
}

/** Horizontal bars from 0, the longest filling the width; a value below 0 has no bar and shows its number. */
export function BarList({ bars }: BarListProps) {
  const longest = Math.max(0, ...bars.map((bar) => bar.value));
  return (
    <ul class="bars">
      {bars.map((bar) => (
        <li class="bars__row" key={bar.key}>
          <span class="bars__label">{bar.label}</span>
          <svg class="bars__bar" width="100%" height="14" aria-hidden="true">
            <rect class="fill-accent" width={percentOf(bar.value, longest)} height="14" rx="3" />
          </svg>
          <span class="bars__value">{bar.shown}</span>
        </li>
      ))}
    </ul>
  );
}
