import fc from 'fast-check';
import { hostileText, schemaValue } from './arbitrary-values.ts';
import type { OpenApiDocument, Operation } from './document.ts';

export interface GeneratedRequest {
  /** From the origin's root, with the query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** A hostile path may lead to no route at all, which the gateway answers by itself. */
  readonly pathIsHostile: boolean;
}

/** Requests for an operation: about half of them as documented, the others near to it or far from it. */
export function requestsFor(
  document: OpenApiDocument,
  operation: Operation,
  knownValues: Readonly<Record<string, readonly string[]>>,
): fc.Arbitrary<GeneratedRequest> {
  const wildness = fc.constantFrom(0, 0, 10, 40);
  return wildness.chain((share) =>
    fc
      .tuple(
        pathOf(operation, knownValues, share),
        queryOf(document, operation, share),
        bodyOf(document, operation, share),
        headersOf(operation, share),
      )
      .map(([path, query, body, headers]) => ({
        target: `${path.text}${query === '' ? '' : `?${query}`}`,
        ...{ body, headers, pathIsHostile: path.isHostile },
      })),
  );
}

function pathOf(
  { path }: Operation,
  knownValues: Readonly<Record<string, readonly string[]>>,
  wildness: number,
): fc.Arbitrary<{ readonly text: string; readonly isHostile: boolean }> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const wild = fc.oneof(
    hostileText.map(encoded),
    fc.constantFrom('..', '%2e%2e%2f', '%', '%zz', '%ED%A0%80', '%00', 'a/b', "'", '%27%20--'),
  );
  const tame = names.map((name) => fc.constantFrom(...(knownValues[name] ?? ['unknown'])).map(encoded));
  const isHostile = names.length > 0 && wildness > 0;
  const segments = isHostile ? names.map(() => wild) : tame;
  return fc.tuple(...segments).map((values) => {
    const text = names.reduce((sum, name, at) => sum.replace(`{${name}}`, () => values[at] ?? ''), path);
    return { text, isHostile };
  });
}

function queryOf(
  document: OpenApiDocument,
  { parameters }: Operation,
  wildness: number,
): fc.Arbitrary<string> {
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  const known = inQuery.map(({ name, schema }) =>
    fc.option(
      schemaValue(document, schema, wildness).map((value) => `${name}=${encoded(textOf(value))}`),
      { nil: '' },
    ),
  );
  const strange = fc
    .tuple(hostileText, hostileText)
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  const others = wildness === 0 ? [] : [fc.option(strange, { nil: '' })];
  return fc.tuple(...known, ...others).map((parts) => parts.filter((part) => part !== '').join('&'));
}

function bodyOf(
  document: OpenApiDocument,
  { body }: Operation,
  wildness: number,
): fc.Arbitrary<string | undefined> {
  if (body === undefined) return fc.constant(undefined);
  const json = schemaValue(document, body, wildness).map((value) => JSON.stringify(value));
  if (wildness === 0) return json;
  const cut = json.map((text) => text.slice(0, Math.floor(text.length / 2)));
  const deep = fc.constantFrom('['.repeat(5000), '{"a":'.repeat(5000), '');
  return fc.oneof(
    { weight: 12, arbitrary: json },
    { weight: 1, arbitrary: cut },
    { weight: 1, arbitrary: deep },
    { weight: 1, arbitrary: hostileText },
  );
}

function headersOf(
  { body, parameters }: Operation,
  wildness: number,
): fc.Arbitrary<Readonly<Record<string, string>>> {
  const types =
    wildness < 40 ? ['application/json'] : ['application/json', 'text/plain', 'multipart/form-data', ''];
  const type = fc.constantFrom(...types);
  const tags = parameters.some(({ name }) => name === 'If-None-Match')
    ? ['', '', '*', '"abc"', 'W/"x", "y"']
    : [''];
  return fc.tuple(type, fc.constantFrom(...tags)).map(([contentType, tag]) => ({
    ...(body === undefined ? {} : { 'content-type': contentType }),
    ...(tag === '' ? {} : { 'if-none-match': tag }),
  }));
}

/** A value as a query has it. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** Percent-encoded; half a surrogate pair, which UTF-8 does not have, becomes the replacement character. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
