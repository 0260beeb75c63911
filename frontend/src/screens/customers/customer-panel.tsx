import type { Customer, ScoredCustomer, Segments } from '#core/api/contract.ts';
import { kpis } from '../../api/live-run.ts';
import { getCustomer, getSegments } from '../../api/routes.ts';
import { useResource } from '../../api/use-resource.ts';
import { Content } from '../../components/block.tsx';
import { Facts } from '../../components/facts.tsx';
import { Panel } from '../../components/panel.tsx';
import { Provenance } from '../../components/provenance.tsx';
import { RiskBadge } from '../../components/risk-badge.tsx';
import { ShareBar } from '../../components/share-bar.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { NotKnown, SegmentName } from '../../components/value.tsx';
import {
  formatAmount,
  formatChange,
  formatCount,
  formatCountOf,
  formatProbability,
} from '../../format/numbers.ts';
import { Reasons } from './reasons.tsx';

export interface CustomerPanelProps {
  readonly customerId: string;
  readonly onClose: () => void;
}

/** One customer: how likely to leave, what that costs, and the segments they belong to. */
export function CustomerPanel({ customerId, onClose }: CustomerPanelProps) {
  const resource = useResource(`customer ${customerId}`, (signal) => getCustomer(customerId, signal));
  const segments = useResource('segment-names', (signal) => getSegments(undefined, signal));
  return (
    <Panel eyebrow="Customer" title={customerId} onClose={onClose}>
      <Content resource={resource} subject="customer" skeleton={<SkeletonRows rows={8} />}>
        {(data) => <Details data={data} dimensions={segments.data?.dimensions ?? []} />}
      </Content>
      {(resource.data !== undefined || resource.error === undefined) && <Provenance of={resource.data} />}
    </Panel>
  );
}

interface DetailsProps {
  readonly data: Customer;
  /** The columns' names for people; while they are not there the columns' own names stand. */
  readonly dimensions: Segments['dimensions'];
}

function Details({ data, dimensions }: DetailsProps) {
  const { customer, currency } = data;
  const labels = new Map(dimensions.map(({ name, label }) => [name, label]));
  return (
    <>
      {customer.status === 'left' && (
        <p class="message message--slim">This customer has left and is not counted in any money at risk.</p>
      )}
      <div class="verdict">
        <p class="verdict__value">{formatProbability(customer.churnProbability)}</p>
        <p class="verdict__label">
          churn probability <RiskBadge level={customer.riskLevel} />
        </p>
        <ShareBar share={customer.churnProbability} tone={customer.riskLevel.toLowerCase()} />
      </div>
      <Facts
        facts={[
          [lossName(), formatAmount(customer.expectedLoss, currency)],
          ['Customer value', customer.clv == null ? <NotKnown /> : formatAmount(customer.clv, currency)],
          ['Worth contacting', contactWords(customer, currency)],
          ['Monthly charge', formatAmount(customer.monthlyCharge, currency)],
          ['Tenure', formatCountOf(customer.tenureMonths, 'month')],
          ['Status', customer.status === 'active' ? 'Active' : 'Left'],
        ]}
      />
      {customer.reasons !== undefined && (
        <>
          <h3>What moves it most</h3>
          <Reasons reasons={customer.reasons} />
        </>
      )}
      <h3>Segments</h3>
      <Facts
        facts={Object.entries(customer.segments).map(([name, value]) => [
          labels.get(name) ?? name,
          <SegmentName key={name} name={value} />,
        ])}
      />
    </>
  );
}

function contactWords({ priority, worthContacting }: ScoredCustomer, currency: string) {
  if (priority == null) return <NotKnown />;
  const gain = formatChange(priority, (size) => formatAmount(size, currency));
  return `${worthContacting ? 'Yes' : 'No'}: ${gain} expected`;
}

function lossName(): string {
  const months = kpis.state.value.data?.horizonMonths;
  return months === undefined ? 'Expected loss' : `Expected loss in ${formatCount(months)} months`;
}
