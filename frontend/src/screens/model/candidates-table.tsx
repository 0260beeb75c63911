import type { Model } from '#core/api/contract.ts';
import { RangeBar } from '../../charts/range-bar.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { CheckIcon } from '../../components/icons.tsx';
import { NotKnown } from '../../components/value.tsx';
import { formatAmount, formatScore, formatTimes } from '../../format/numbers.ts';
import { type ComparedRow, comparedRows } from './compared-rows.ts';

type ComparedModel = Pick<Model, 'candidates' | 'benchmarks' | 'currency'>;

/** The models that were tried, the best ROC-AUC first, and below them what simpler ways of ranking reach. */
export function CandidatesTable({ model }: { readonly model: ComparedModel }) {
  const rows = comparedRows(model);
  return (
    <div class="candidates">
      <DataTable
        caption="Candidates and benchmarks"
        columns={[
          { title: 'Candidate', cell: (row) => <Name row={row} /> },
          {
            title: unbroken('ROC-AUC'),
            numeric: true,
            cell: (row) => <strong>{formatScore(row.rocAuc)}</strong>,
          },
          { title: '95% interval', numeric: true, cell: intervalCell(rows) },
          ...figureColumns(rows, model.currency),
        ]}
        rows={rows}
        rowKey={({ key }) => key}
      />
    </div>
  );
}

type Figure = readonly [
  title: string,
  of: (row: ComparedRow) => number | undefined,
  format: (value: number) => string,
];

/** Columns that no row has a value for are left out: older models lack them. */
function figureColumns(rows: readonly ComparedRow[], currency: string): Column<ComparedRow>[] {
  const figures: readonly Figure[] = [
    ['PR-AUC', (row) => row.prAuc, formatScore],
    ['Log loss', (row) => row.logLoss, formatScore],
    ['Brier score', (row) => row.brier, formatScore],
    ['Calibration error', (row) => row.expectedCalibrationError, formatScore],
    ['Lift of the top tenth', (row) => row.topDecileLift, formatTimes],
    ['EMPC', (row) => row.empc, (empc) => formatAmount(empc, currency)],
  ];
  return figures
    .filter(([, of]) => rows.some((row) => of(row) !== undefined))
    .map(([title, of, format]) => ({ title, numeric: true, cell: (row) => shown(of(row), format) }));
}

const shown = (value: number | undefined, format: (value: number) => string) =>
  value === undefined ? <NotKnown /> : format(value);

/** All intervals are drawn on one scale. */
function intervalCell(rows: readonly ComparedRow[]) {
  const ends = rows.flatMap(({ interval }) =>
    interval === undefined ? [] : [interval.lower, interval.upper],
  );
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  return ({ interval }: ComparedRow) =>
    interval === undefined ? (
      <NotKnown />
    ) : (
      <span class="with-bar">
        <span class="with-bar__bar">
          <RangeBar interval={interval} from={from} to={to} />
        </span>
        {unbroken(`${formatScore(interval.lower)} to ${formatScore(interval.upper)}`)}
      </span>
    );
}

/** Kept on one line, where a hyphen or a space would break it. */
const unbroken = (text: string) => <span class="unbroken">{text}</span>;

function Name({ row: { name, kind } }: { readonly row: ComparedRow }) {
  return (
    <span class="named">
      {name}
      {kind === 'benchmark' && <span class="state state--quiet">Benchmark</span>}
      {kind === 'chosen' && (
        <span class="state state--good">
          <CheckIcon />
          Chosen
        </span>
      )}
    </span>
  );
}
