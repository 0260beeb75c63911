import { type ComponentChildren, Fragment } from 'preact';

export interface Column<Row> {
  readonly title: ComponentChildren;
  readonly cell: (row: Row) => ComponentChildren;
  readonly numeric?: boolean;
  /** Left out on narrow screens. */
  readonly secondary?: boolean;
}

export interface DataTableProps<Row> {
  readonly caption: string;
  /** The caption is for screen readers only where a title says the same. */
  readonly captionHidden?: boolean;
  /** The first one names the row. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** What belongs under a row, over its whole width; undefined for nothing. */
  readonly detail?: (row: Row) => ComponentChildren | undefined;
  /** Rows whose first cell holds a link that the whole row follows. */
  readonly linkedRows?: boolean;
}

/** A table with caption and scopes; where it is too wide it scrolls by itself, not the page. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, captionHidden = true, columns, rows, rowKey, detail, linkedRows = false } = props;
  return (
    // A region that scrolls must be reachable by keyboard; where the rows are links, it is by them.
    <section class="table-scroll" aria-label={caption} tabIndex={linkedRows ? undefined : 0}>
      <table class={linkedRows ? 'table table--linked' : 'table'}>
        <caption class={captionHidden ? 'visually-hidden' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={index} scope="col" class={cellClass(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Fragment key={rowKey(row)}>
              <TableRow row={row} columns={columns} />
              <DetailRow columns={columns.length}>{detail?.(row)}</DetailRow>
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface TableRowProps<Row> {
  readonly row: Row;
  readonly columns: readonly Column<Row>[];
}

function TableRow<Row>({ row, columns }: TableRowProps<Row>) {
  return (
    <tr>
      {columns.map((column, index) =>
        index === 0 ? (
          <th key={index} scope="row" class={cellClass(column)}>
            {column.cell(row)}
          </th>
        ) : (
          <td key={index} class={cellClass(column)}>
            {column.cell(row)}
          </td>
        ),
      )}
    </tr>
  );
}

interface DetailRowProps {
  readonly columns: number;
  readonly children: ComponentChildren;
}

function DetailRow({ columns, children }: DetailRowProps) {
  if (children === undefined) return null;
  return (
    <tr class="table__detail">
      <td colSpan={columns}>{children}</td>
    </tr>
  );
}

function cellClass(column: { readonly numeric?: boolean; readonly secondary?: boolean }): string | undefined {
  const names = [column.numeric ? 'num' : '', column.secondary ? 'secondary' : ''].filter(Boolean);
  return names.length === 0 ? undefined : names.join(' ');
}
