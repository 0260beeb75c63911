import type { ComponentChildren } from 'preact';
import type { Kpis } from '#core/api/contract.ts';
import { kpis } from '../../api/live-run.ts';
import { Failure } from '../../components/failure.tsx';
import { Provenance } from '../../components/provenance.tsx';
import { ShareBar } from '../../components/share-bar.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { Rate } from '../../components/value.tsx';
import { formatCount, formatRate, formatSum, shareOf } from '../../format/numbers.ts';

interface Card {
  readonly label: string;
  readonly value: (kpis: Kpis) => ComponentChildren;
  readonly note: (kpis: Kpis) => ComponentChildren;
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
    share: atRiskShare,
  },
  {
    label: 'Expected loss',
    value: (k) => formatSum(k.expectedLoss, k.currency),
    note: (k) => `of margin over the next ${formatCount(k.horizonMonths)} months`,
    share: () => null,
  },
  {
    label: 'High-risk customers',
    value: (k) => formatCount(k.highRiskCustomers),
    note: (k) => `${formatRate(highShare(k))} of the active customers`,
    share: highShare,
    tone: 'high',
  },
  {
    label: 'Expected churners',
    value: (k) => formatCount(k.expectedChurners),
    note: () => 'the sum of the active customers’ probabilities',
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
    share: (k) => k.expectedChurnRate,
  },
  {
    label: 'Active customers',
    value: (k) => formatCount(k.activeCustomers),
    note: (k) => `of ${formatCount(k.customers)}; ${formatCount(k.leftCustomers)} have left`,
    share: (k) => shareOf(k.activeCustomers, k.customers),
    tone: 'quiet',
  },
];

/** The six numbers of the run. */
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
      <dd class="kpi__bar" aria-hidden="true">
        {share !== null && <ShareBar share={share} tone={card.tone} />}
      </dd>
    </div>
  );
}
