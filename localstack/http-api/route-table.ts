import type { HttpApiRoute } from '../services.ts';

/** A route that a request matches; `pathParameters` are in the form of the path it was matched with. */
export interface RouteMatch {
  readonly route: HttpApiRoute;
  readonly pathParameters: Readonly<Record<string, string>>;
}

export type RouteTable = (method: string, path: string) => RouteMatch | undefined;

/** A route key that is neither `$default` nor `METHOD /path`. */
export class RouteKeyError extends Error {
  override readonly name = 'RouteKeyError';

  constructor(routeKey: string, reason: string) {
    super(`The route key "${routeKey}" is not one: ${reason}.`);
  }
}

interface Candidate {
  readonly route: HttpApiRoute;
  readonly method: string;
  readonly segments: readonly Segment[];
  /** Orders routes from the most to the least specific. */
  readonly rank: string;
}

type Segment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'one' | 'rest'; readonly name: string };

const ROUTE_KEY = /^(?<method>GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|ANY) (?<path>\/\S*)$/;

/**
 * Chooses a request's route as API Gateway does: among those that match its path and method, text comes before
 * `{parameter}` and that before `{proxy+}`, segment by segment; then the method itself before ANY; then `$default`.
 * @throws RouteKeyError on a key that API Gateway would not take
 */
export function routeTable(routes: readonly HttpApiRoute[]): RouteTable {
  const fallback = routes.find((route) => route.routeKey === '$default');
  const candidates = routes
    .filter((route) => route !== fallback)
    .map(candidateOf)
    .toSorted((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0));
  return (method, path) => {
    const parts = path.split('/').slice(1);
    for (const candidate of candidates) {
      if (candidate.method !== 'ANY' && candidate.method !== method) continue;
      const pathParameters = match(candidate.segments, parts);
      if (pathParameters !== undefined) return { route: candidate.route, pathParameters };
    }
    return fallback === undefined ? undefined : { route: fallback, pathParameters: {} };
  };
}

function candidateOf(route: HttpApiRoute): Candidate {
  const groups = ROUTE_KEY.exec(route.routeKey)?.groups;
  if (groups === undefined) throw new RouteKeyError(route.routeKey, 'it has no method and path');
  const segments = (groups.path ?? '').split('/').slice(1).map(segmentOf);
  if (segments.slice(0, -1).some((segment) => segment.kind === 'rest')) {
    throw new RouteKeyError(route.routeKey, 'only the last segment can be {name+}');
  }
  const order = { text: '0', one: '1', rest: '2' };
  const method = groups.method ?? '';
  const rank = `${segments.map((segment) => order[segment.kind]).join('')}-${method === 'ANY' ? 1 : 0}`;
  return { route, method, segments, rank };
}

function segmentOf(text: string): Segment {
  const variable = /^\{([^{}+]+)(\+?)\}$/.exec(text);
  if (variable === null) return { kind: 'text', text };
  return { kind: variable[2] === '+' ? 'rest' : 'one', name: variable[1] ?? '' };
}

function match(segments: readonly Segment[], parts: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index];
    if (part === undefined) return undefined;
    if (segment.kind === 'rest') {
      const rest = parts.slice(index).join('/');
      if (rest === '') return undefined;
      return { ...parameters, [segment.name]: rest };
    }
    if (segment.kind === 'text' ? part !== segment.text : part === '') return undefined;
    if (segment.kind === 'one') parameters[segment.name] = part;
  }
  return parts.length === segments.length ? parameters : undefined;
}
