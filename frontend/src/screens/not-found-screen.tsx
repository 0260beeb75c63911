import { RouteLink } from '../components/route-link.tsx';

/** For an address that leads nowhere. */
export function NotFoundScreen() {
  return (
    <>
      <h1>There is no such page</h1>
      <p class="lead">
        The address may be mistyped. <RouteLink to={{ screen: 'overview' }}>Go to the overview</RouteLink>
      </p>
    </>
  );
}
