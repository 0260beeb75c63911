import type { ComponentChildren } from 'preact';
import { formatRoute, type Route } from '../navigation/route.ts';
import { navigate, type Visit } from '../navigation/router.ts';

export interface RouteLinkProps {
  readonly to: Route;
  readonly class?: string;
  /** The link leads to the screen shown now. */
  readonly current?: boolean;
  readonly visit?: Visit | undefined;
  readonly children?: ComponentChildren;
}

/** A real link, so it opens in a new tab too; a plain click goes through the router, which can note more. */
export function RouteLink(props: RouteLinkProps) {
  const { to, visit, current = false, children } = props;
  const onClick = (event: MouseEvent) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to, visit);
  };
  return (
    <a
      class={props.class}
      href={formatRoute(to)}
      aria-current={current ? 'page' : undefined}
      onClick={onClick}
    >
      {children}
    </a>
  );
}
