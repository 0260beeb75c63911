import { percentOf } from './scale.ts';

export type Point = readonly [x: number, y: number];

export interface Axis {
  readonly title: string;
  /** Ascending, at least two; the axis runs from the first to the last. */
  readonly ticks: readonly number[];
  /** A tick as it is written at the axis. */
  readonly round: (value: number) => string;
  /** A value as it is read off a point. */
  readonly exact: (value: number) => string;
}

export interface LineChartProps {
  readonly x: Axis;
  readonly y: Axis;
  /** Along the line; one alone is drawn as a dot. */
  readonly points: readonly Point[];
  /** A straight line to compare with, from one point to another. */
  readonly reference: readonly [Point, Point];
  /** A place on the line that the takeaway speaks of. */
  readonly mark?: Point | undefined;
  /** Whether every point has a dot of its own. */
  readonly dots?: boolean;
}

const HEIGHT = 240;

/** A line over two axes. Lengths are shares of the drawing, so that texts and strokes keep their size at any width. */
export function LineChart({ x, y, points, reference, mark, dots = false }: LineChartProps) {
  const placed = placing(x, y);
  return (
    <div class="curve">
      <p class="curve__title">{y.title}</p>
      <svg class="curve__scale" width="56" height={HEIGHT} aria-hidden="true">
        {y.ticks.map((tick) => (
          <text key={tick} x="48" y={percent(placed.up(tick))} dy="4" text-anchor="end">
            {y.round(tick)}
          </text>
        ))}
      </svg>
      <svg class="curve__plot" width="100%" height={HEIGHT} aria-hidden="true">
        {y.ticks.map((tick) => (
          <Across key={tick} at={percent(placed.up(tick))} />
        ))}
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%" aria-hidden="true">
          <path class="curve__reference" d={pathOf(reference, placed)} />
          <path class="curve__line" d={pathOf(points, placed)} />
        </svg>
        {mark !== undefined && <Mark at={mark} placed={placed} />}
        <Spots x={x} y={y} points={points} dots={dots || points.length === 1} placed={placed} />
      </svg>
      <svg class="curve__axis" width="100%" height="20" aria-hidden="true">
        {x.ticks.map((tick, index) => (
          <text
            key={tick}
            x={percent(placed.along(tick))}
            y="16"
            text-anchor={anchorOf(index, x.ticks.length)}
          >
            {x.round(tick)}
          </text>
        ))}
      </svg>
      <p class="curve__title curve__title--x">{x.title}</p>
    </div>
  );
}

/** Values to percent of the drawing, from its left and from its top; what lies outside comes to the edge. */
interface Placing {
  readonly along: (value: number) => number;
  readonly up: (value: number) => number;
}

function placing(x: Axis, y: Axis): Placing {
  const along = shareAlong(x.ticks);
  const up = shareAlong(y.ticks);
  return { along: (value) => 100 * along(value), up: (value) => 100 * (1 - up(value)) };
}

function shareAlong(ticks: readonly number[]): (value: number) => number {
  const [from, to] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  return (value) => Math.min(Math.max((value - from) / (to - from), 0), 1);
}

const percent = (share: number) => percentOf(share, 100);

function pathOf(points: readonly Point[], { along, up }: Placing): string {
  const places = points.map(([px, py]) => `${along(px).toFixed(2)} ${up(py).toFixed(2)}`);
  return places.length === 0 ? '' : `M${places.join('L')}`;
}

const Across = ({ at }: { readonly at: string }) => <line class="grid" x1="0" x2="100%" y1={at} y2={at} />;

/** A ring on the line and a line down to the axis. */
function Mark({ at: [px, py], placed }: { readonly at: Point; readonly placed: Placing }) {
  const [left, top] = [percent(placed.along(px)), percent(placed.up(py))];
  return (
    <>
      <line class="threshold" x1={left} x2={left} y1={top} y2="100%" />
      <circle class="curve__mark" cx={left} cy={top} r="5.5" />
    </>
  );
}

type SpotsProps = Pick<LineChartProps, 'x' | 'y' | 'points'> & {
  readonly dots: boolean;
  readonly placed: Placing;
};

/** A dot at each point, and around it the strip in which the pointer shows the point's values. */
function Spots({ x, y, points, dots, placed }: SpotsProps) {
  const places = points.map(([px]) => placed.along(px));
  return (
    <>
      {points.map(([px, py], index) => {
        const place = places[index] ?? 0;
        const from = index === 0 ? 0 : (place + (places[index - 1] ?? 0)) / 2;
        const to = index === points.length - 1 ? 100 : (place + (places[index + 1] ?? 100)) / 2;
        return (
          <g key={index} class="curve__spot">
            <rect x={percent(from)} width={percent(to - from)} height="100%">
              <title>{`${x.title}: ${x.exact(px)}\n${y.title}: ${y.exact(py)}`}</title>
            </rect>
            <circle
              class={dots ? 'curve__dot' : undefined}
              cx={percent(place)}
              cy={percent(placed.up(py))}
              r="4"
            />
          </g>
        );
      })}
    </>
  );
}

function anchorOf(index: number, length: number): 'start' | 'middle' | 'end' {
  if (index === 0) return 'start';
  return index === length - 1 ? 'end' : 'middle';
}
