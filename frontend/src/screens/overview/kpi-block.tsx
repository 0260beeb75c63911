import type { ComponentChildren } from 'preact';
import type { Kpis, Range } from '#core/api/contract.ts';
import { kpis } from '../../api/live-run.ts';
import { Failure } from '../../components/failure.tsx';
import { Provenance } from '../../components/provenance.tsx';
import { ShareBar } from '../../components/share-bar.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { NotKnown, Rate } from '../../components/value.tsx';
import {
  formatChange,
  formatCount,
  formatPoints,
  formatRate,
  formatSum,
  shareOf,
} from '../../format/numbers.ts';

type ComparedKpi = keyof NonNullable<Kpis['previous']>['kpis'];

interface Card {
  readonly label: string;
  readonly value: (kpis: Kpis) => ComponentChildren;
  readonly note: (kpis: Kpis) => ComponentChildren;
  /** Where it lies in 95 of 100 cases; null where the run does not say. */
  readonly range?: (kpis: Kpis) => string | null;
  /** Its difference to the run before. */
  readonly change?: { readonly kpi: ComparedKpi; readonly format: (size: number, kpis: Kpis) => string };
  /** In [0, 1], drawn as a thin bar; null where it cannot be formed. */
  readonly share: (kpis: Kpis) => number | null;
  readonly tone?: string;
}

const atRiskShare = (k: Kpis) => shareOf(k.revenueAtRiskMonthly, k.monthlyRevenueActive);
const highShare = (k: Kpis) => shareOf(k.highRiskCustomers, k.activeCustomers);

const CARDS: readonly Card[] = [
  {
    label: 'Revenue at risk a month',
    value: (k) => formatSum(k.revenueAtRiskMonthly, k.currency),
    note: (k) => `${formatRate(atRiskShare(k))} of ${formatSum(k.monthlyRevenueActive, k.currency)} a month`,
    range: (k) => rangeOf(k.revenueAtRiskRange, (amount) => formatSum(amount, k.currency)),
    change: { kpi: 'revenueAtRiskMonthly', format: (size, k) => formatSum(size, k.currency) },
    share: atRiskShare,
  },
  {
    label: 'Expected loss',
    value: (k) => formatSum(k.expectedLoss, k.currency),
    note: (k) => `of margin over the next ${formatCount(k.horizonMonths)} months`,
    change: { kpi: 'expectedLoss', format: (size, k) => formatSum(size, k.currency) },
    share: () => null,
  },
  {
    label: 'High-risk customers',
    value: (k) => formatCount(k.highRiskCustomers),
    note: (k) => `${formatRate(highShare(k))} of the active customers`,
    change: { kpi: 'highRiskCustomers', format: formatCount },
    share: highShare,
    tone: 'high',
  },
  {
    label: 'Worth contacting',
    value: (k) => (k.contactCustomers === undefined ? <NotKnown /> : formatCount(k.contactCustomers)),
    note: (k) =>
      k.contactGain === undefined
        ? 'not worked out for this run'
        : `an expected net gain of ${formatSum(k.contactGain, k.currency)}`,
    share: (k) => shareOf(k.contactCustomers ?? 0, k.activeCustomers),
  },
  {
    label: 'Expected churners',
    value: (k) => formatCount(k.expectedChurners),
    note: () => 'the sum of the active customers’ probabilities',
    change: { kpi: 'expectedChurners', format: formatCount },
    share: () => null,
  },
  {
    label: 'Expected churn rate',
    value: (k) => <Rate rate={k.expectedChurnRate} />,
    note: (k) => (
      <>
        observed so far: <strong>{formatRate(k.observedChurnRate)}</strong>, those who left of all
      </>
    ),
    range: (k) => rangeOf(k.expectedChurnRange, formatRate),
    change: { kpi: 'expectedChurnRate', format: formatPoints },
    share: (k) => k.expectedChurnRate,
  },
  {
    label: 'Average customer value',
    value: (k) => (k.averageClv == null ? <NotKnown /> : formatSum(k.averageClv, k.currency)),
    note: (k) => `of margin to come from an active customer in ${formatCount(k.horizonMonths)} months`,
    share: () => null,
  },
  {
    label: 'Active customers',
    value: (k) => formatCount(k.activeCustomers),
    note: (k) => `of ${formatCount(k.customers)}; ${formatCount(k.leftCustomers)} have left`,
    change: { kpi: 'activeCustomers', format: formatCount },
    share: (k) => shareOf(k.activeCustomers, k.customers),
    tone: 'quiet',
  },
];

const rangeOf = (range: Range | null | undefined, format: (figure: number) => string) =>
  range == null ? null : `${format(range.lower)} to ${format(range.upper)}`;

/** The key figures of the run. */
export function KpiBlock() {
  const { data, error } = kpis.state.value;
  const verb = data === undefined ? 'loaded' : 'refreshed';
  return (
    <section class="kpi-block" aria-label="Key figures" aria-busy={data === undefined && error === undefined}>
      {error !== undefined && (
        <Failure
          what={`The key figures could not be ${verb}.`}
          error={error}
          retry={() => void kpis.reload()}
        />
      )}
      {(data !== undefined || error === undefined) && (
        <>
          <dl class="kpis">
            {CARDS.map((card) => (
              <KpiCard key={card.label} card={card} data={data} />
            ))}
          </dl>
          <Provenance of={data} />
        </>
      )}
    </section>
  );
}

function KpiCard({ card, data }: { readonly card: Card; readonly data: Kpis | undefined }) {
  const share = data === undefined ? null : card.share(data);
  return (
    <div class="kpi">
      <dt class="kpi__label">{card.label}</dt>
      <dd class="kpi__value">{data === undefined ? <Skeleton characters={6} /> : card.value(data)}</dd>
      <dd class="kpi__note">{data === undefined ? <Skeleton characters={22} /> : card.note(data)}</dd>
      <Beside card={card} data={data} />
      <dd class="kpi__bar" aria-hidden="true">
        {share !== null && <ShareBar share={share} tone={card.tone} />}
      </dd>
    </div>
  );
}

/** What chance leaves open, and what changed since the run before; as many lines while they are on their way. */
function Beside({ card, data }: { readonly card: Card; readonly data: Kpis | undefined }) {
  if (card.range === undefined && card.change === undefined) return null;
  return (
    <dd class="kpi__beside">
      {card.range !== undefined && (
        <span>{data ? rangeLine(card.range(data)) : <Skeleton characters={14} />}</span>
      )}
      {card.change !== undefined && (
        <span>{data ? changeLine(card.change, data) : <Skeleton characters={14} />}</span>
      )}
    </dd>
  );
}

const rangeLine = (range: string | null) => range && `95%: ${range}`;

function changeLine({ kpi, format }: NonNullable<Card['change']>, data: Kpis): string | null {
  const difference = data.previous?.kpis[kpi] ?? null;
  if (difference === null) return null;
  const shown = formatChange(difference, (size) => format(size, data));
  return shown === format(0, data) ? 'no change since the last run' : `${shown} since the last run`;
}
