import type { CustomerSort } from '#core/api/contract.ts';
import { RISK_LEVELS, type RiskLevel } from '#core/economics/risk-level.ts';

/** What the customers screen shows. */
export interface CustomersRoute {
  readonly screen: 'customers';
  readonly risk?: RiskLevel | undefined;
  /** The beginning of an id. */
  readonly q?: string | undefined;
  readonly sort: CustomerSort;
  readonly cursor?: string | undefined;
  /** The customer whose panel is open. */
  readonly customer?: string | undefined;
}

export type Route =
  | { readonly screen: 'overview'; readonly by?: string | undefined }
  | CustomersRoute
  | { readonly screen: 'model' }
  | { readonly screen: 'definitions' }
  /** `run`: the run whose quality report is open. */
  | { readonly screen: 'runs'; readonly run?: string | undefined }
  | { readonly screen: 'not-found' };

const SORT_NAMES: Readonly<Record<CustomerSort, string>> = {
  expectedLoss: 'Expected loss',
  priority: 'Gain of contacting',
  churnProbability: 'Churn probability',
  customerId: 'Customer id',
};
export const DEFAULT_SORT: CustomerSort = 'expectedLoss';
/** The orders of the customers list with their names; the record above does not compile without one of them. */
export const CUSTOMER_SORT_NAMES = Object.entries(SORT_NAMES) as readonly [CustomerSort, string][];

/** As the API has it. */
export const MAX_SEARCH_LENGTH = 128;

/**
 * Reads the part of the address from `#` on, e.g. `#/customers?risk=HIGH`. The state is in the fragment so that
 * the static host needs no rule for it and customer ids stay out of its logs. What cannot be read is left out.
 */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = splitOnce(hash.replace(/^#\/?/, ''), '?');
  const query = new URLSearchParams(search);
  switch (path.replace(/\/$/, '')) {
    case '':
    case 'overview':
      return { screen: 'overview', by: textOf(query, 'by') };
    case 'customers':
      return parseCustomers(query);
    case 'model':
      return { screen: 'model' };
    case 'definitions':
      return { screen: 'definitions' };
    case 'runs':
      return { screen: 'runs', run: textOf(query, 'run') };
    default:
      return { screen: 'not-found' };
  }
}

/** The inverse of parseRoute; defaults are left out of the address. */
export function formatRoute(route: Route): string {
  switch (route.screen) {
    case 'overview':
      return address('overview', { by: route.by });
    case 'customers': {
      const { risk, q, cursor, customer } = route;
      const sort = route.sort === DEFAULT_SORT ? undefined : route.sort;
      return address('customers', { risk, q, sort, cursor, customer });
    }
    case 'runs':
      return address('runs', { run: route.run });
    default:
      return address(route.screen, {});
  }
}

function parseCustomers(query: URLSearchParams): CustomersRoute {
  const q = textOf(query, 'q');
  return {
    screen: 'customers',
    risk: RISK_LEVELS.find((level) => level === query.get('risk')),
    q: q !== undefined && q.length <= MAX_SEARCH_LENGTH ? q : undefined,
    sort: CUSTOMER_SORT_NAMES.find(([sort]) => sort === query.get('sort'))?.[0] ?? DEFAULT_SORT,
    cursor: textOf(query, 'cursor'),
    customer: textOf(query, 'customer'),
  };
}

function textOf(query: URLSearchParams, name: string): string | undefined {
  const value = query.get(name);
  return value === null || value === '' ? undefined : value;
}

function address(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') query.set(name, value);
  }
  return query.size === 0 ? `#/${path}` : `#/${path}?${query}`;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
