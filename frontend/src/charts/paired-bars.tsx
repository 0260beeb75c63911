import { formatBound, formatRate } from '../format/numbers.ts';
import { axisTicks, percentOf } from './scale.ts';

export interface Pair {
  /** Unique among the pairs. */
  readonly key: string;
  readonly label: string;
  /** Shares in [0, 1]; null where there are no customers to form one. */
  readonly expected: number | null;
  readonly observed: number | null;
}

/** For each group the expected share as a full bar and the observed one as an open bar below it. */
export function PairedBars({ pairs }: { readonly pairs: readonly Pair[] }) {
  const shares = pairs.flatMap((pair) => [pair.expected ?? 0, pair.observed ?? 0]);
  const ticks = axisTicks(Math.max(0, ...shares), 0.01);
  const top = ticks.at(-1) ?? 1;
  return (
    <div class="pairs">
      {pairs.map((pair) => (
        <div class="pairs__row" key={pair.key}>
          <span class="pairs__label">{pair.label}</span>
          <svg class="pairs__bars" width="100%" height="30" aria-hidden="true">
            {ticks.map((tick) => (
              <line
                key={tick}
                class="grid"
                x1={percentOf(tick, top)}
                x2={percentOf(tick, top)}
                y1="0"
                y2="30"
              />
            ))}
            <rect class="fill-accent" y="3" height="12" rx="2" width={percentOf(pair.expected ?? 0, top)}>
              <title>{`${pair.label}: ${formatRate(pair.expected)} expected`}</title>
            </rect>
            <rect class="open-bar" y="18.5" height="7" rx="2" width={percentOf(pair.observed ?? 0, top)}>
              <title>{`${pair.label}: ${formatRate(pair.observed)} observed`}</title>
            </rect>
          </svg>
        </div>
      ))}
      <svg class="pairs__axis" width="100%" height="18" aria-hidden="true">
        {ticks.map((tick, index) => (
          <text key={tick} x={percentOf(tick, top)} y="13" text-anchor={anchorOf(index, ticks.length)}>
            {formatBound(tick)}
          </text>
        ))}
      </svg>
    </div>
  );
}

/** What the two kinds of bar mean. */
export function PairedBarsLegend() {
  return (
    <p class="legend">
      <span class="legend__item">
        <svg width="18" height="10" aria-hidden="true">
          <rect class="fill-accent" width="18" height="10" rx="2" />
        </svg>
        Expected, of those active
      </span>
      <span class="legend__item">
        <svg width="18" height="10" aria-hidden="true">
          <rect class="open-bar" x="0.75" y="0.75" width="16.5" height="8.5" rx="2" />
        </svg>
        Observed, of all
      </span>
    </p>
  );
}

function anchorOf(index: number, length: number): 'start' | 'middle' | 'end' {
  if (index === 0) return 'start';
  return index === length - 1 ? 'end' : 'middle';
}
