import { getDefinitions } from '../../api/routes.ts';
import { useResource } from '../../api/use-resource.ts';
import { Content } from '../../components/block.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';

/** What each figure of the dashboard means: the definitions by which batch and API compute it. */
export function DefinitionsScreen() {
  const resource = useResource('definitions', getDefinitions);
  return (
    <>
      <h1>Definitions</h1>
      <p class="lead">
        Every figure has one definition, the same in the nightly run and in the{' '}
        <a href="/api-reference.html">API</a>.
      </p>
      <section class="block" aria-label="Definitions">
        <Content resource={resource} subject="definitions" skeleton={<SkeletonRows rows={14} />}>
          {({ definitions }) => (
            <DataTable
              caption="Definitions"
              columns={[
                { title: 'Figure', cell: ({ name }) => name },
                { title: 'Definition', cell: ({ formula }) => formula },
                { title: 'Unit', cell: ({ unit }) => unit },
                { title: 'Source', secondary: true, cell: ({ source }) => source },
              ]}
              rows={definitions}
              rowKey={({ id }) => id}
            />
          )}
        </Content>
      </section>
    </>
  );
}
