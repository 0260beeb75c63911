import type { Runs } from '#core/api/contract.ts';
import type { QualityReport } from '#core/lake/documents.ts';
import { getRunQuality } from '../../api/routes.ts';
import { useResource } from '../../api/use-resource.ts';
import { Content } from '../../components/block.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { Facts } from '../../components/facts.tsx';
import { Panel } from '../../components/panel.tsx';
import { Time } from '../../components/provenance.tsx';
import { RunStateBadge } from '../../components/run-state-badge.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { formatCount, formatName } from '../../format/numbers.ts';
import { ColumnsTable } from './columns-table.tsx';
import { RunFailure } from './run-failure.tsx';

export interface QualityPanelProps {
  readonly runId: string;
  /** As the list of runs has it; undefined until it has loaded. */
  readonly run: Runs['runs'][number] | undefined;
  readonly onClose: () => void;
}

/** What was found in a run's file: rows kept and rejected, and the faults by column. */
export function QualityPanel({ runId, run, onClose }: QualityPanelProps) {
  const resource = useResource(`quality ${runId}`, (signal) => getRunQuality(runId, signal));
  return (
    <Panel eyebrow="Data quality of run" title={runId} onClose={onClose}>
      {run !== undefined && (
        <p class="panel__summary">
          <RunStateBadge state={run.state} /> <span class="mono">{run.sourceKey}</span>, received{' '}
          <Time iso={run.receivedAt} />
        </p>
      )}
      {run !== undefined && run.failure !== null && <RunFailure failure={run.failure} />}
      <Content resource={resource} subject="quality report" skeleton={<SkeletonRows rows={10} />}>
        {(report) => <Report report={report} />}
      </Content>
    </Panel>
  );
}

function Report({ report }: { readonly report: QualityReport }) {
  const reasons = Object.entries(report.rejectedByReason);
  return (
    <>
      <Facts
        facts={[
          ['Rows read', formatCount(report.rowsRead)],
          ['Rows kept', formatCount(report.rowsKept)],
          ['Rows rejected', formatCount(report.rowsRejected)],
          ['Duplicates dropped', formatCount(report.duplicatesDropped)],
          ['Labelled', formatCount(report.labelled)],
          ['Of them left', formatCount(report.left)],
        ]}
      />
      {reasons.length > 0 && (
        <>
          <h3>Why rows were rejected</h3>
          <DataTable
            caption="Rejected rows by reason"
            columns={[
              { title: 'Reason', cell: ([reason]) => formatName(reason) },
              { title: 'Rows', numeric: true, cell: ([, rows]) => formatCount(rows) },
            ]}
            rows={reasons}
            rowKey={([reason]) => reason}
          />
        </>
      )}
      <h3>Columns</h3>
      <ColumnsTable columns={report.columns} />
      {(report.leakingColumns ?? []).map(({ column, rocAuc }) => (
        <p key={column}>
          <strong>{column}</strong> alone tells almost surely who left (ROC-AUC {rocAuc.toFixed(3)}): it is
          probably filled in afterwards. The model leaves it out.
        </p>
      ))}
      {report.ignoredColumns.length > 0 && (
        <p class="quiet">Left out, as the schema does not know them: {report.ignoredColumns.join(', ')}</p>
      )}
    </>
  );
}
