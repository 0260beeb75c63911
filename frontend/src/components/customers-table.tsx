import type { ScoredCustomer } from '#core/api/contract.ts';
import { formatAmount, formatCount, formatProbability } from '../format/numbers.ts';
import type { Route } from '../navigation/route.ts';
import type { Visit } from '../navigation/router.ts';
import { ContactGain } from './contact-gain.tsx';
import { DataTable } from './data-table.tsx';
import { RiskBadge } from './risk-badge.tsx';
import { RouteLink } from './route-link.tsx';
import { ShareBar } from './share-bar.tsx';
import { NotKnown } from './value.tsx';

export interface CustomersTableProps {
  readonly caption: string;
  readonly currency: string;
  readonly customers: readonly ScoredCustomer[];
  /** Where a row leads. */
  readonly linkOf: (customerId: string) => Route;
  readonly visit?: Visit;
}

/** Scored customers, a row each; the row leads to the customer. */
export function CustomersTable({ caption, currency, customers, linkOf, visit }: CustomersTableProps) {
  return (
    <DataTable
      caption={caption}
      linkedRows
      columns={[
        {
          title: 'Customer',
          cell: ({ customerId }) => (
            <RouteLink to={linkOf(customerId)} visit={visit} class="row-link">
              {customerId}
            </RouteLink>
          ),
        },
        { title: 'Risk', cell: (customer) => <RiskBadge level={customer.riskLevel} /> },
        {
          title: 'Churn probability',
          numeric: true,
          cell: (customer) => (
            <span class="with-bar">
              <span class="with-bar__bar">
                <ShareBar share={customer.churnProbability} tone={customer.riskLevel.toLowerCase()} />
              </span>
              {formatProbability(customer.churnProbability)}
            </span>
          ),
        },
        {
          title: 'Monthly charge',
          numeric: true,
          secondary: true,
          cell: (customer) => formatAmount(customer.monthlyCharge, currency),
        },
        {
          title: 'Tenure, months',
          numeric: true,
          secondary: true,
          cell: (customer) => formatCount(customer.tenureMonths),
        },
        {
          title: 'Value',
          numeric: true,
          secondary: true,
          cell: ({ clv }) => (clv == null ? <NotKnown /> : formatAmount(clv, currency)),
        },
        {
          title: 'Gain of contacting',
          numeric: true,
          secondary: true,
          cell: (customer) => <ContactGain customer={customer} currency={currency} />,
        },
        {
          title: 'Expected loss',
          numeric: true,
          cell: (customer) => formatAmount(customer.expectedLoss, currency),
        },
      ]}
      rows={customers}
      rowKey={(customer) => customer.customerId}
    />
  );
}
