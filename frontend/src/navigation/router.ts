import { signal } from '@preact/signals';
import { formatRoute, parseRoute, type Route } from './route.ts';

/** What the address alone cannot say; kept in the browser's history entry, so a reload keeps it too. */
export interface Visit {
  /** The cursors of the pages before this one; the first page's is empty. Absent where the page was opened by its address. */
  readonly trail?: readonly string[] | undefined;
  /** A panel opened from the list below it: closing it goes back. */
  readonly openedFromList?: boolean | undefined;
}

export const route = signal<Route>(parseRoute(location.hash));
export const visit = signal<Visit>(parseVisit(history.state));

/** Reads the address, and follows it and the back and forward buttons from now on. */
export function startRouter(): void {
  readAddress();
  window.addEventListener('popstate', readAddress);
  window.addEventListener('hashchange', readAddress);
}

/** Shows another view. `replace` keeps the back button from returning to the present one. */
export function navigate(
  next: Route,
  nextVisit: Visit = {},
  options: { readonly replace?: boolean } = {},
): void {
  const method = options.replace ? 'replaceState' : 'pushState';
  history[method](nextVisit, '', formatRoute(next));
  readAddress();
}

function readAddress(): void {
  visit.value = parseVisit(history.state);
  const next = parseRoute(location.hash);
  if (formatRoute(next) !== formatRoute(route.peek())) route.value = next;
}

function parseVisit(state: unknown): Visit {
  if (typeof state !== 'object' || state === null) return {};
  const trail = 'trail' in state ? state.trail : undefined;
  return {
    trail: Array.isArray(trail) ? trail.filter((cursor) => typeof cursor === 'string') : undefined,
    openedFromList: 'openedFromList' in state && state.openedFromList === true,
  };
}
