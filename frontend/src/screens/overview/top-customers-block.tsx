import { getCustomers } from '../../api/routes.ts';
import { useResource } from '../../api/use-resource.ts';
import { Block } from '../../components/block.tsx';
import { CustomersTable } from '../../components/customers-table.tsx';
import { RouteLink } from '../../components/route-link.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { DEFAULT_SORT } from '../../navigation/route.ts';

const COUNT = 10;

/** The customers with the most to lose. */
export function TopCustomersBlock() {
  const resource = useResource('top-customers', (signal) =>
    getCustomers({ sort: 'expectedLoss', limit: COUNT }, signal),
  );
  return (
    <Block
      title="Most to lose"
      subject="customers with most to lose"
      resource={resource}
      actions={
        <RouteLink to={{ screen: 'customers', sort: DEFAULT_SORT }} class="more">
          All customers
        </RouteLink>
      }
      skeleton={<SkeletonRows rows={COUNT + 1} />}
    >
      {(data) => (
        <CustomersTable
          caption={`The ${COUNT} active customers with the highest expected loss`}
          currency={data.currency}
          customers={data.customers}
          linkOf={(customer) => ({ screen: 'customers', sort: DEFAULT_SORT, customer })}
        />
      )}
    </Block>
  );
}
