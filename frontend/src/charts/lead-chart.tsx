import { formatLead } from '../format/numbers.ts';
import type { Interval } from './interval-chart.tsx';
import { RangeBar } from './range-bar.tsx';
import { axisTicksAround, percentOf } from './scale.ts';

/** A difference with its interval on an axis around 0. */
export function LeadChart({ lead }: { readonly lead: Interval }) {
  const ticks = axisTicksAround(lead.lower, lead.upper, 0.001);
  const [from = 0, to = 1] = [ticks[0], ticks.at(-1)];
  return (
    <div class="lead-chart">
      <RangeBar interval={lead} from={from} to={to} origin={0} />
      <svg class="lead-chart__axis" width="100%" height="20" aria-hidden="true">
        {ticks.map((tick, index) => (
          <text
            key={tick}
            x={percentOf(tick - from, to - from)}
            y="16"
            text-anchor={index === 0 ? 'start' : index === ticks.length - 1 ? 'end' : 'middle'}
          >
            {formatLead(tick)}
          </text>
        ))}
      </svg>
    </div>
  );
}
