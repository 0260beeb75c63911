import type { Model } from '#core/api/contract.ts';
import { BarList } from '../../charts/bar-list.tsx';
import { ChartFigure } from '../../charts/chart-figure.tsx';
import { DataTable } from '../../components/data-table.tsx';

/** How many columns the chart draws; the table has them all. */
const FIRST_COLUMNS = 12;

type Item = Model['importance'][number];

/** How much worse the model ranks the customers once a column is shuffled. */
export function Importance({ importance }: { readonly importance: Model['importance'] }) {
  const items = importance.toSorted((a, b) => b.rocAucDrop - a.rocAucDrop);
  return (
    <ChartFigure
      title="Fall in ROC-AUC when a column is shuffled"
      takeaway={takeawayOf(items)}
      table={
        <DataTable
          caption="Fall in ROC-AUC when a column is shuffled"
          columns={[
            { title: 'Column', cell: (item) => item.label },
            { title: 'Fall in ROC-AUC', numeric: true, cell: (item) => formatDrop(item.rocAucDrop) },
          ]}
          rows={items}
          rowKey={(item) => item.column}
        />
      }
    >
      <BarList
        bars={items.slice(0, FIRST_COLUMNS).map((item) => ({
          key: item.column,
          label: item.label,
          value: item.rocAucDrop,
          shown: formatDrop(item.rocAucDrop),
        }))}
      />
    </ChartFigure>
  );
}

function takeawayOf(items: readonly Item[]): string {
  const [first, second] = items;
  if (first === undefined) return 'No column was measured.';
  const drop = `${first.label} tells the most: without it ROC-AUC falls by ${formatDrop(first.rocAucDrop)}`;
  return second === undefined ? `${drop}.` : `${drop}. ${second.label} comes next.`;
}

/** Four decimals, and a true minus for a column whose shuffling did no harm. */
const formatDrop = (drop: number) => drop.toFixed(4).replace('-', '−');
