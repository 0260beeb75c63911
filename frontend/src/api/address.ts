import type { paths } from './generated/types.ts';

/** The paths of the API that can be read. */
export type GetPath = { [P in keyof paths]: paths[P] extends { get: unknown } ? P : never }[keyof paths];
type Get<P extends GetPath> = paths[P] extends { get: infer Operation } ? Operation : never;

/** What a read of a path answers. */
export type AnswerOf<P extends GetPath> =
  Get<P> extends { responses: { 200: { content: { 'application/json': infer Answer } } } } ? Answer : never;

type Given<P extends GetPath, Where extends 'path' | 'query'> =
  Get<P> extends { parameters: { [W in Where]?: infer Values } } ? Values : never;

/** A path's parameters; a query parameter that is undefined or empty is left out. */
export interface ParametersOf<P extends GetPath> {
  readonly path?: Given<P, 'path'>;
  readonly query?: { readonly [Name in keyof Given<P, 'query'>]?: Given<P, 'query'>[Name] | undefined };
}

/** The address of a path with its parameters put in, the same in whatever order they are given. */
export function addressOf<P extends GetPath>(path: P, { path: inPath, query = {} }: ParametersOf<P>): string {
  const values: Readonly<Record<string, unknown>> = inPath ?? {};
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  search.sort();
  return search.size === 0 ? address : `${address}?${search}`;
}
