import { Account } from '../auth/account.tsx';
import { DEFAULT_SORT, type Route } from '../navigation/route.ts';
import { BrandIcon } from './icons.tsx';
import { RouteLink } from './route-link.tsx';

const ENTRIES: readonly (readonly [Route, string])[] = [
  [{ screen: 'overview' }, 'Overview'],
  [{ screen: 'customers', sort: DEFAULT_SORT }, 'Customers'],
  [{ screen: 'model' }, 'Model'],
  [{ screen: 'runs' }, 'Runs'],
  [{ screen: 'definitions' }, 'Definitions'],
];

/** The dashboard's name and the way between its screens. */
export function SiteHeader({ current }: { readonly current: Route['screen'] }) {
  return (
    <header class="site-header">
      <div class="site-header__inside">
        <RouteLink to={{ screen: 'overview' }} class="brand">
          <BrandIcon />
          <span>Churn and revenue</span>
        </RouteLink>
        <nav class="nav" aria-label="Screens">
          {ENTRIES.map(([to, name]) => (
            <RouteLink key={name} to={to} class="nav__link" current={to.screen === current}>
              {name}
            </RouteLink>
          ))}
        </nav>
        <Account />
      </div>
    </header>
  );
}
