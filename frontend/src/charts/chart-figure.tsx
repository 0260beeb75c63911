import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface ChartFigureProps {
  readonly title: string;
  /** One sentence: what the chart shows. */
  readonly takeaway: ComponentChildren;
  /** The drawing; it is one picture to screen readers, named by the title. */
  readonly children: ComponentChildren;
  readonly legend?: ComponentChildren;
  /** The same numbers as a table. Absent where the table stands beside the chart. */
  readonly table?: ComponentChildren;
}

/** A chart with its title, its takeaway and its numbers. */
export function ChartFigure({ title, takeaway, children, legend, table }: ChartFigureProps) {
  const id = useId();
  return (
    <figure class="chart">
      <figcaption class="chart__caption">
        <h3 class="chart__title" id={id}>
          {title}
        </h3>
        <p class="chart__takeaway">{takeaway}</p>
      </figcaption>
      {legend}
      <div role="img" aria-labelledby={id}>
        {children}
      </div>
      {table !== undefined && (
        <details class="chart__table">
          <summary>Show as a table</summary>
          {table}
        </details>
      )}
    </figure>
  );
}
