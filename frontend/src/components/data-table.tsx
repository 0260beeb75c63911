import type { ComponentChildren } from 'preact';

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
  /** Rows whose first cell holds a link that the whole row follows. */
  readonly linkedRows?: boolean;
}

/** A table with caption and scopes; where it is too wide it scrolls by itself, not the page. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, captionHidden = true, columns, rows, rowKey, linkedRows = false } = props;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section class="table-scroll" aria-label={caption} tabIndex={0}>
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
            <tr key={rowKey(row)}>
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
          ))}
        </tbody>
      </table>
    </section>
  );
}

function cellClass(column: { readonly numeric?: boolean; readonly secondary?: boolean }): string | undefined {
  const names = [column.numeric ? 'num' : '', column.secondary ? 'secondary' : ''].filter(Boolean);
  return names.length === 0 ? undefined : names.join(' ');
}
