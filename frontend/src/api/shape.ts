/**
 * Says what is wrong with a value, or undefined where it has the shape of T.
 * A few lines in place of a schema library: the bundle stays small, and the types tie it to the contract.
 */
export interface Shape<T> {
  (value: unknown, path: string): string | undefined;
  /** Never set; it carries T for the type checker. */
  readonly type?: T;
}

const fault = (path: string, expected: string) => `${path} is not ${expected}`;

export const text: Shape<string> = (value, path) =>
  typeof value === 'string' ? undefined : fault(path, 'a text');

/** A finite number; JSON has no others, but a missing field is none either. */
export const number: Shape<number> = (value, path) =>
  typeof value === 'number' && Number.isFinite(value) ? undefined : fault(path, 'a number');

export const flag: Shape<boolean> = (value, path) =>
  typeof value === 'boolean' ? undefined : fault(path, 'true or false');

/** A time that Date can read. */
export const time: Shape<string> = (value, path) =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? undefined : fault(path, 'a time');

/** An ISO 4217 code, as Intl.NumberFormat wants it. */
export const currencyCode: Shape<string> = (value, path) =>
  typeof value === 'string' && /^[A-Z]{3}$/.test(value) ? undefined : fault(path, 'a currency code');

export function oneOf<T extends string>(allowed: readonly T[]): Shape<T> {
  return (value, path) =>
    allowed.some((one) => one === value) ? undefined : fault(path, `one of ${allowed.join(', ')}`);
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value, path) => (value === null ? undefined : shape(value, path));
}

/** What has one of the shapes. */
export function either<A, B, C = never>(
  ...shapes: readonly [Shape<A>, Shape<B>, Shape<C>?]
): Shape<A | B | C> {
  return (value, path) => {
    const faults = shapes.map((shape) => shape?.(value, path) ?? (shape && null));
    return faults.includes(null) ? undefined : fault(path, 'of any shape it may have');
  };
}

export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value, path) => (value === undefined ? undefined : shape(value, path));
}

export function list<T>(shape: Shape<T>): Shape<T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) return fault(path, 'a list');
    return firstFault(value.map((item, index) => [item, shape, `${path}[${index}]`]));
  };
}

/** A list of exactly so many, each of its own shape. */
export function tuple<T extends unknown[]>(shapes: { readonly [K in keyof T]: Shape<T[K]> }): Shape<T> {
  const all: readonly Shape<unknown>[] = shapes;
  return (value, path) => {
    if (!Array.isArray(value) || value.length !== all.length) return fault(path, `a list of ${all.length}`);
    return firstFault(all.map((shape, index) => [value[index], shape, `${path}[${index}]`]));
  };
}

/** Any keys, every value of one shape. */
export function record<T>(shape: Shape<T>): Shape<Record<string, T>> {
  return (value, path) => {
    if (!isObject(value)) return fault(path, 'an object');
    return firstFault(Object.entries(value).map(([key, item]) => [item, shape, `${path}.${key}`]));
  };
}

/** An object with at least these fields; a field that T has and `fields` lacks does not compile. */
export function object<T extends object>(
  fields: {
    readonly [K in keyof T]-?: Shape<T[K]>;
  },
): Shape<T> {
  const entries = Object.entries<Shape<unknown>>(fields);
  return (value, path) => {
    if (!isObject(value)) return fault(path, 'an object');
    return firstFault(entries.map(([key, shape]) => [value[key], shape, `${path}.${key}`]));
  };
}

/** Whether the value has the shape; narrows it. */
export function fits<T>(value: unknown, shape: Shape<T>): value is T {
  return shape(value, 'answer') === undefined;
}

function firstFault(checks: readonly (readonly [unknown, Shape<unknown>, string])[]): string | undefined {
  for (const [value, shape, path] of checks) {
    const found = shape(value, path);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
