import { DataTable } from '../components/data-table.tsx';
import { boundsText, type Field, referredName, typeText } from './type-text.ts';

export interface FieldsTableProps {
  readonly caption: string;
  readonly fields: readonly Field[];
}

/** Fields with their types and meanings. */
export function FieldsTable({ caption, fields }: FieldsTableProps) {
  return (
    <DataTable
      caption={caption}
      captionHidden={false}
      rows={fields}
      rowKey={({ path }) => path}
      columns={[
        { title: 'Field', cell: ({ path }) => <code>{path}</code> },
        { title: 'Type', cell: (field) => <TypeName field={field} /> },
        { title: 'Meaning', cell: (field) => meaningOf(field) },
      ]}
    />
  );
}

function TypeName({ field: { schema, required } }: { readonly field: Field }) {
  const inner = schema.items ?? schema.anyOf?.find((one) => one.$ref !== undefined) ?? schema;
  const name = referredName(inner);
  const words = typeText(schema);
  return (
    <>
      {name === undefined ? words : <a href={`#${name}`}>{words}</a>}
      {required ? null : <span class="reference__quiet"> · optional</span>}
    </>
  );
}

function meaningOf({ schema }: Field): string {
  const bounds = boundsText(schema);
  return [schema.description, bounds === undefined ? undefined : `${bounds}.`].filter(Boolean).join(' ');
}
