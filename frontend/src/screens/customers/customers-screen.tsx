import type { CustomerSort } from '#core/api/contract.ts';
import { kpis } from '../../api/live-run.ts';
import { customersPath, getCustomers } from '../../api/routes.ts';
import { useResource } from '../../api/use-resource.ts';
import { Content } from '../../components/block.tsx';
import { CustomersTable } from '../../components/customers-table.tsx';
import { Provenance } from '../../components/provenance.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import type { CustomersRoute } from '../../navigation/route.ts';
import { navigate, route, visit } from '../../navigation/router.ts';
import { CustomerFilters } from './customer-filters.tsx';
import { CustomerPanel } from './customer-panel.tsx';
import { NoMatch } from './no-match.tsx';
import { Pager } from './pager.tsx';

const PAGE_SIZE = 25;

const ORDER_WORDS: Readonly<Record<CustomerSort, string>> = {
  expectedLoss: 'those with the most to lose first',
  priority: 'those it pays most to contact first',
  churnProbability: 'those likeliest to leave first',
  customerId: 'in the order of their ids',
};

/** The active customers, searched, filtered, sorted and paged by the API; the address holds the view. */
export function CustomersScreen() {
  return route.value.screen === 'customers' ? <Customers view={route.value} /> : null;
}

function Customers({ view }: { readonly view: CustomersRoute }) {
  const { risk, q, sort, cursor, customer } = view;
  const request = { risk, q, sort, cursor, limit: PAGE_SIZE };
  const resource = useResource(customersPath(request), (signal) => getCustomers(request, signal));
  const shownRunId = resource.data?.runId;
  const newestRunId = kpis.state.value.data?.runId;
  const outdated =
    cursor !== undefined &&
    newestRunId !== undefined &&
    shownRunId !== undefined &&
    shownRunId !== newestRunId;
  return (
    <>
      <h1>Customers</h1>
      <p class="lead">Active customers, {ORDER_WORDS[sort]}.</p>
      <CustomerFilters view={view} />
      <section class="block" aria-label="Customers found">
        {outdated && <OutdatedPage view={view} />}
        <Content resource={resource} subject="customers" skeleton={<SkeletonRows rows={PAGE_SIZE + 1} />}>
          {(data) =>
            data.customers.length === 0 ? (
              <NoMatch view={view} />
            ) : (
              <CustomersTable
                caption="Active customers"
                currency={data.currency}
                customers={data.customers}
                linkOf={(id) => ({ ...view, customer: id })}
                visit={{ trail: visit.value.trail, openedFromList: true }}
              />
            )
          }
        </Content>
        <Pager view={view} resource={resource} />
        <Provenance of={resource.data} />
      </section>
      {customer !== undefined && (
        <CustomerPanel key={customer} customerId={customer} onClose={() => closePanel(view)} />
      )}
    </>
  );
}

/** A cursor stays with its run; a page reached by one may show a run that is no longer the newest. */
function OutdatedPage({ view }: { readonly view: CustomersRoute }) {
  const first = () => navigate({ ...view, cursor: undefined, customer: undefined });
  return (
    <div class="message message--slim">
      <p>This page is of an earlier run.</p>
      <button type="button" class="button" onClick={first}>
        Show the newest run
      </button>
    </div>
  );
}

function closePanel(view: CustomersRoute): void {
  if (visit.peek().openedFromList) {
    history.back();
    return;
  }
  navigate({ ...view, customer: undefined }, visit.peek(), { replace: true });
}
