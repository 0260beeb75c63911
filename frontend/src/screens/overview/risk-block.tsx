import type { RiskDistribution } from '#core/api/contract.ts';
import { getRiskDistribution } from '../../api/routes.ts';
import { useResource } from '../../api/use-resource.ts';
import { ChartFigure } from '../../charts/chart-figure.tsx';
import { RiskHistogram } from '../../charts/risk-histogram.tsx';
import { Block } from '../../components/block.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { RiskBadge } from '../../components/risk-badge.tsx';
import { RouteLink } from '../../components/route-link.tsx';
import { ShareBar } from '../../components/share-bar.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { formatBound, formatCount, formatRate, formatSum, shareOf } from '../../format/numbers.ts';
import { DEFAULT_SORT } from '../../navigation/route.ts';

type Level = RiskDistribution['levels'][number];

/** The active customers by risk: three levels with their money, and the whole spread of probabilities. */
export function RiskBlock() {
  const resource = useResource('risk-distribution', getRiskDistribution);
  return (
    <Block title="Risk" subject="risk distribution" resource={resource} skeleton={<RiskSkeleton />}>
      {(data) => <Risk data={data} />}
    </Block>
  );
}

function RiskSkeleton() {
  return (
    <div class="split">
      <SkeletonRows rows={7} />
      <div class="skeleton skeleton--chart" />
    </div>
  );
}

function Risk({ data }: { readonly data: RiskDistribution }) {
  const levels = data.levels.toSorted((a, b) => b.from - a.from);
  const customers = sum(levels.map((level) => level.customers));
  const loss = sum(levels.map((level) => level.expectedLoss));
  return (
    <div class="split">
      <ul class="levels">
        {levels.map((level) => (
          <LevelRow
            key={level.level}
            level={level}
            currency={data.currency}
            customerShare={shareOf(level.customers, customers)}
            lossShare={shareOf(level.expectedLoss, loss)}
          />
        ))}
      </ul>
      <ChartFigure
        title="Active customers by churn probability"
        takeaway={takeawayOf(levels, customers, loss)}
        table={<BinTable bins={data.histogram} />}
      >
        <RiskHistogram bins={data.histogram} levels={data.levels} />
      </ChartFigure>
    </div>
  );
}

interface LevelRowProps {
  readonly level: Level;
  readonly currency: string;
  readonly customerShare: number | null;
  readonly lossShare: number | null;
}

function LevelRow({ level, currency, customerShare, lossShare }: LevelRowProps) {
  const tone = level.level.toLowerCase();
  return (
    <li class="level">
      <div class="level__head">
        <RouteLink to={{ screen: 'customers', sort: DEFAULT_SORT, risk: level.level }} class="level__link">
          <RiskBadge level={level.level} />
        </RouteLink>
        <span class="level__range">
          {formatBound(level.from)} to {formatBound(level.to)}
        </span>
        <span class="level__money">{formatSum(level.expectedLoss, currency)}</span>
      </div>
      <ShareBar share={lossShare ?? 0} tone={tone} />
      <p class="level__note">
        {formatCount(level.customers)} customers, {formatRate(customerShare)} of the active ones
        <span>{formatRate(lossShare)} of the expected loss</span>
      </p>
    </li>
  );
}

function BinTable({ bins }: { readonly bins: RiskDistribution['histogram'] }) {
  return (
    <DataTable
      caption="Active customers by churn probability"
      columns={[
        { title: 'Probability', cell: (bin) => `${formatBound(bin.from)} to ${formatBound(bin.to)}` },
        { title: 'Customers', numeric: true, cell: (bin) => formatCount(bin.customers) },
      ]}
      rows={bins}
      rowKey={(bin) => String(bin.from)}
    />
  );
}

function takeawayOf(levels: readonly Level[], customers: number, loss: number): string {
  const high = levels.find((level) => level.level === 'HIGH');
  if (high === undefined || customers === 0) return 'There are no active customers to show.';
  const share = formatRate(shareOf(high.customers, customers));
  const money = formatRate(shareOf(high.expectedLoss, loss));
  return `The high-risk customers are ${share} of the active base and ${money} of the expected loss.`;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
