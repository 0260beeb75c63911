import { ChartFigure } from '../../charts/chart-figure.tsx';
import { LineChart, type LineChartProps } from '../../charts/line-chart.tsx';
import { LineLegend } from '../../charts/line-legend.tsx';
import { DataTable } from '../../components/data-table.tsx';
import type { CurveReading } from './curve-readings.ts';

export interface ModelCurveProps extends Omit<LineChartProps, 'mark'> {
  readonly title: string;
  readonly reading: CurveReading;
  readonly lineName: string;
  readonly referenceName: string;
}

/** One of the model's curves with its sentence, its legend and its points as a table. */
export function ModelCurve({ title, reading, lineName, referenceName, ...chart }: ModelCurveProps) {
  const { takeaway, mark } = reading;
  const { x, y, points } = chart;
  if (points.length < (chart.dots === true ? 1 : 2)) return <NoCurve title={title} takeaway={takeaway} />;
  return (
    <ChartFigure
      title={title}
      takeaway={takeaway}
      legend={<LineLegend line={lineName} reference={referenceName} mark={mark?.name} />}
      table={
        <DataTable
          caption={title}
          columns={[
            { title: x.title, numeric: true, cell: ({ point }) => x.exact(point[0]) },
            { title: y.title, numeric: true, cell: ({ point }) => y.exact(point[1]) },
          ]}
          rows={points.map((point, place) => ({ point, place }))}
          rowKey={({ place }) => String(place)}
        />
      }
    >
      <LineChart {...chart} mark={mark?.at} />
    </ChartFigure>
  );
}

function NoCurve({ title, takeaway }: Pick<ModelCurveProps, 'title'> & { readonly takeaway: string }) {
  return (
    <div class="chart">
      <h3 class="chart__title">{title}</h3>
      <p class="chart__takeaway">{takeaway}</p>
    </div>
  );
}
