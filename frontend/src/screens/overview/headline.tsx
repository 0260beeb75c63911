import type { Kpis } from '#core/api/contract.ts';
import { Skeleton } from '../../components/skeleton.tsx';
import { formatCount, formatCountOf, formatSum } from '../../format/numbers.ts';

/** The whole page in one sentence; undefined while the figures are on their way. */
export function Headline({ kpis }: { readonly kpis: Kpis | undefined }) {
  if (kpis === undefined) {
    return (
      <p class="lead lead--wide">
        <Skeleton characters={90} />
      </p>
    );
  }
  if (kpis.activeCustomers === 0) return <p class="lead">There is no active customer in this run.</p>;
  return (
    <p class="lead lead--wide">
      About <strong>{formatCount(kpis.expectedChurners)}</strong> of{' '}
      {formatCountOf(kpis.activeCustomers, 'active customer')} are expected to leave, which puts{' '}
      <strong>{formatSum(kpis.revenueAtRiskMonthly, kpis.currency)}</strong> of monthly revenue at risk.
    </p>
  );
}
