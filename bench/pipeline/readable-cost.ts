import { textTable } from '../text-table.ts';
import type { CostLine } from './cost.ts';
import type { PipelineReport } from './pipeline-report.ts';

const NOTES = [
  'Quantities are of the run without training. A million: as many such customers; what every run costs alike counts once,',
  'so that only a run of about that size says much. Seconds measured here stand for those of Lambda and of Fargate, whose',
  'processors differ, without the time that fetching an image takes. The database is taken at its full capacity while',
  'scoring, the most it can cost, and at half an ACU until it sleeps; of S3 four reads are assumed for each write; the',
  'bytes through the Data API are those of the rows. Not in it: free tiers, the dashboard and the API, alarms and metrics,',
  'secrets and backups.',
];

/** The estimates for a person to read, in US dollars. */
export function readableCost({ withTraining, withoutTraining, prices }: PipelineReport): string {
  const { cost } = withoutTraining;
  const trained = withTraining?.cost;
  const header = ['', 'quantity', '', 'without training', 'a million', 'with training', 'a million'];
  const lines = cost.run.map((line, index) => costRow(line, trained?.run[index]));
  const sums = [cost, ...(trained === undefined ? [] : [trained])].flatMap((each) => [
    dollars(each.runUsd),
    dollars(each.perMillionUsd),
  ]);
  const keeping = cost.keeping.map((line, index) => costRow(line, trained?.keeping[index]));
  const width = trained === undefined ? header.length - 2 : header.length;
  return [
    `What a run would cost on AWS, ${prices.region}, list prices as of ${prices.asOf}`,
    textTable(
      [header, ...lines, ['sum', '', '', ...sums], [''], ['kept for a month'], ...keeping].map((row) =>
        row.slice(0, width),
      ),
    ),
    ...NOTES,
  ].join('\n');
}

/** The quantity is that of the run without training. */
function costRow(line: CostLine, trained: CostLine | undefined): string[] {
  const { part, quantity, unit } = line;
  const amounts = [line, ...(trained === undefined ? [] : [trained])].flatMap(({ usd, perMillionUsd }) => [
    dollars(usd),
    dollars(perMillionUsd),
  ]);
  return [part, quantity.toPrecision(3), unit, ...amounts];
}

function dollars(usd: number): string {
  return `$${usd.toFixed(5)}`;
}
