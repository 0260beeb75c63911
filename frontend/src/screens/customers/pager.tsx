import type { Customers } from '#core/api/contract.ts';
import type { Resource } from '../../api/use-resource.ts';
import { LeftIcon, RightIcon } from '../../components/icons.tsx';
import { formatCountOf } from '../../format/numbers.ts';
import type { CustomersRoute } from '../../navigation/route.ts';
import { navigate, visit } from '../../navigation/router.ts';

export interface PagerProps {
  readonly view: CustomersRoute;
  readonly resource: Resource<Customers>;
}

/**
 * The way to the next page and back. The API only knows the next one, so the cursors passed are kept in the browser's
 * history; a page opened by its address alone has none, and its way back leads to the first page.
 */
export function Pager({ view, resource }: PagerProps) {
  const { data, loading } = resource;
  const { cursor } = view;
  const trail = cursor === undefined ? [] : visit.value.trail;
  const next = data?.nextCursor;
  const go = (to: string | undefined, passed: readonly string[] | undefined) => {
    navigate({ ...view, cursor: to, customer: undefined }, { trail: passed });
    window.scrollTo(0, 0);
  };
  const goNext = () => go(next, trail && [...trail, cursor ?? '']);
  const goBack = () => go(trail?.at(-1) || undefined, trail?.slice(0, -1));
  return (
    <nav class="pager" aria-label="Pages">
      <button type="button" class="button" disabled={cursor === undefined} onClick={goBack}>
        <LeftIcon />
        {cursor !== undefined && trail === undefined ? 'First page' : 'Previous'}
      </button>
      <p class="pager__place" role="status">
        {placeOf(trail, loading ? undefined : data?.customers.length)}
      </p>
      <button type="button" class="button" disabled={loading || next === undefined} onClick={goNext}>
        Next
        <RightIcon />
      </button>
    </nav>
  );
}

function placeOf(trail: readonly string[] | undefined, customers: number | undefined): string {
  const page = trail === undefined ? '' : `Page ${trail.length + 1}`;
  const shown = customers === undefined ? '' : formatCountOf(customers, 'customer');
  return [page, shown].filter(Boolean).join(' · ');
}
