import type { Runs } from '#core/api/contract.ts';
import { DataTable } from '../../components/data-table.tsx';
import { Time } from '../../components/provenance.tsx';
import { RouteLink } from '../../components/route-link.tsx';
import { RunStateBadge } from '../../components/run-state-badge.tsx';
import { NotKnown } from '../../components/value.tsx';
import { formatCount } from '../../format/numbers.ts';
import { RunFailure } from './run-failure.tsx';
import { RunProgress } from './run-progress.tsx';

type Run = Runs['runs'][number];

/** The runs, the newest first; a row opens the run's quality report. */
export function RunsTable({ runs }: { readonly runs: readonly Run[] }) {
  return (
    <DataTable
      caption="Runs, the newest first"
      linkedRows
      columns={[
        { title: 'Run', cell: (run) => <RunName run={run} /> },
        { title: 'State', cell: (run) => <RunState run={run} /> },
        { title: 'Received', secondary: true, cell: (run) => <Time iso={run.receivedAt} /> },
        { title: 'Customers', numeric: true, cell: (run) => <Count count={run.customers} /> },
        { title: 'Rejected rows', numeric: true, cell: (run) => <Count count={run.rejectedRows} /> },
      ]}
      rows={runs}
      rowKey={(run) => run.runId}
      detail={({ failure }) => (failure === null ? undefined : <RunFailure failure={failure} />)}
    />
  );
}

function RunName({ run }: { readonly run: Run }) {
  return (
    <div class="run-name">
      <RouteLink
        to={{ screen: 'runs', run: run.runId }}
        visit={{ openedFromList: true }}
        class="row-link mono"
      >
        {run.runId}
      </RouteLink>
      <span class="run-name__source">{run.sourceKey}</span>
      {run.published && <span class="run-name__shown">Shown now</span>}
    </div>
  );
}

function RunState({ run }: { readonly run: Run }) {
  return (
    <>
      <RunStateBadge state={run.state} />
      {run.progress !== undefined && <RunProgress progress={run.progress} />}
    </>
  );
}

const Count = ({ count }: { readonly count: number | null }) =>
  count === null ? <NotKnown /> : formatCount(count);
