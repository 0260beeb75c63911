import type { ColumnQuality } from '#core/lake/documents.ts';
import { DataTable } from '../../components/data-table.tsx';
import { formatCount } from '../../format/numbers.ts';

/** The faults of each column; a count above 0 stands out. */
export function ColumnsTable({ columns }: { readonly columns: readonly ColumnQuality[] }) {
  return (
    <DataTable
      caption="Cells missing, invalid (no number or out of range) and unexpected (a value the schema does not list)"
      captionHidden={false}
      columns={[
        { title: 'Column', cell: (column) => column.name },
        { title: 'Missing', numeric: true, cell: (column) => <Faults count={column.missing} /> },
        { title: 'Invalid', numeric: true, cell: (column) => <Faults count={column.invalid} /> },
        { title: 'Unexpected', numeric: true, cell: (column) => <Faults count={column.unexpected} /> },
      ]}
      rows={columns}
      rowKey={(column) => column.name}
    />
  );
}

const Faults = ({ count }: { readonly count: number }) =>
  count === 0 ? <span class="quiet">0</span> : <strong>{formatCount(count)}</strong>;
