import type { Model } from '#core/api/contract.ts';
import { DataTable } from '../../components/data-table.tsx';
import { formatScore } from '../../format/numbers.ts';

/** The columns that the model does not read, each with the reason. */
export function LeftOutColumns({ leaks }: { readonly leaks: NonNullable<Model['leaks']> }) {
  if (leaks.length === 0) {
    return <p class="quiet">No column was left out: none of them alone tells who left.</p>;
  }
  return (
    <>
      <p class="table-note">
        As a rule such a column is filled in when the customer has left, and is not known before.
      </p>
      <DataTable
        caption="Columns left out"
        columns={[
          { title: 'Column', cell: ({ label }) => label },
          { title: 'Reason', cell: () => 'Alone it tells almost surely who left' },
          { title: 'Its own ROC-AUC', numeric: true, cell: ({ rocAuc }) => formatScore(rocAuc) },
        ]}
        rows={leaks}
        rowKey={({ column }) => column}
      />
    </>
  );
}
