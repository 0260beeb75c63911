import type { RiskDistribution } from '#core/api/contract.ts';
import { formatBound, formatCount, formatCountOf } from '../format/numbers.ts';
import { riskName } from '../format/risk-levels.ts';
import { axisTicks, percentOf } from './scale.ts';

type Bin = RiskDistribution['histogram'][number];
type Level = RiskDistribution['levels'][number];

export interface RiskHistogramProps {
  readonly bins: readonly Bin[];
  readonly levels: readonly Level[];
}

/** Customers by churn probability. All lengths are shares of the drawing, so its texts keep their size. */
export function RiskHistogram({ bins, levels }: RiskHistogramProps) {
  const ticks = axisTicks(Math.max(0, ...bins.map((bin) => bin.customers)));
  const top = ticks.at(-1) ?? 1;
  return (
    <div class="histogram">
      <svg class="histogram__scale" width="48" height="220" aria-hidden="true">
        {ticks.map((tick) => (
          <text key={tick} x="40" y={heightOf(tick, top)} dy="4" text-anchor="end">
            {formatCount(tick)}
          </text>
        ))}
      </svg>
      <svg class="histogram__plot" width="100%" height="220" aria-hidden="true">
        {ticks.map((tick) => (
          <line key={tick} class="grid" x1="0" x2="100%" y1={heightOf(tick, top)} y2={heightOf(tick, top)} />
        ))}
        {bins.flatMap((bin) => barsOf(bin, levels, top))}
        {levels.map((level) => (
          <LevelBand key={level.level} level={level} />
        ))}
      </svg>
      <svg class="histogram__axis" width="100%" height="20" aria-hidden="true">
        {[0, 0.2, 0.4, 0.6, 0.8, 1].map((share) => (
          <text key={share} x={percentOf(share, 1)} y="14" text-anchor={anchorOf(share)}>
            {formatBound(share)}
          </text>
        ))}
      </svg>
    </div>
  );
}

/** Space for the levels' names above the highest bar, and for half a line of text below the lowest. */
const TOP = 14;
const BOTTOM = 97;

const heightOf = (customers: number, top: number) => `${BOTTOM - (customers / top) * (BOTTOM - TOP)}%`;

/** A bin that lies across a threshold is drawn in both levels' colours. */
function barsOf(bin: Bin, levels: readonly Level[], top: number) {
  const gap = 0.003;
  const height = `${(bin.customers / top) * (BOTTOM - TOP)}%`;
  return levels.flatMap((level) => {
    const from = Math.max(bin.from, level.from) + (bin.from >= level.from ? gap : 0);
    const to = Math.min(bin.to, level.to) - (bin.to <= level.to ? gap : 0);
    if (from >= to) return [];
    return [
      <rect
        key={`${bin.from}-${level.level}`}
        class={`fill-${level.level.toLowerCase()}`}
        x={percentOf(from, 1)}
        width={percentOf(to - from, 1)}
        y={heightOf(bin.customers, top)}
        height={height}
      >
        <title>
          {`${formatBound(bin.from)} to ${formatBound(bin.to)}: ${formatCountOf(bin.customers, 'customer')}`}
        </title>
      </rect>,
    ];
  });
}

function LevelBand({ level }: { readonly level: Level }) {
  const middle = percentOf((level.from + level.to) / 2, 1);
  return (
    <>
      {level.from > 0 && (
        <line class="threshold" x1={percentOf(level.from, 1)} x2={percentOf(level.from, 1)} y1="0" y2="97%" />
      )}
      <text class="band" x={middle} y="14" text-anchor="middle">
        {riskName(level.level)}
      </text>
    </>
  );
}

function anchorOf(share: number): 'start' | 'middle' | 'end' {
  if (share === 0) return 'start';
  return share === 1 ? 'end' : 'middle';
}
