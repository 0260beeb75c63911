import * as z from 'zod';
import { isObject } from '../template/template.ts';
import { TemplateError } from '../template/template-error.ts';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
type Scalar = z.infer<typeof scalar>;
const anythingBut = z.strictObject({ 'anything-but': z.union([scalar, z.array(scalar)]) });
const exists = z.strictObject({ exists: z.boolean() });
const condition = z.union([scalar, anythingBut, exists]);
type Condition = z.infer<typeof condition>;

/** Whether an event is one that a rule waits for. */
export type EventPattern = (event: unknown) => boolean;

/**
 * Reads an EventBridge pattern: lists of values, `anything-but` and `exists`, at any depth.
 * @throws TemplateError naming the first part that is anything else
 */
export function parseEventPattern(pattern: unknown, path = 'EventPattern'): EventPattern {
  if (Array.isArray(pattern)) return leaf(pattern, path);
  if (!isObject(pattern)) throw new TemplateError(`${path} is neither a list nor an object`);
  const members = Object.entries(pattern).map(([name, part]) => {
    if (name.startsWith('$')) throw new TemplateError(`${path}: the local cloud cannot honour ${name}`);
    return [name, parseEventPattern(part, `${path}.${name}`)] as const;
  });
  return (event) => members.every(([name, matches]) => matches(memberOf(event, name)));
}

function leaf(conditions: readonly unknown[], path: string): EventPattern {
  const parsed = conditions.map((given, index) => {
    const known = condition.safeParse(given);
    if (known.success) return known.data;
    throw new TemplateError(`${path}.${index}: the local cloud cannot honour ${JSON.stringify(given)}`);
  });
  return (value) => {
    const values = [value].flat(Number.POSITIVE_INFINITY).filter((item) => item !== undefined);
    return parsed.some((wanted) => isMet(wanted, values));
  };
}

/** An event's list stands for each of its items. */
function isMet(wanted: Condition, values: readonly unknown[]): boolean {
  if (wanted === null || typeof wanted !== 'object') return values.includes(wanted);
  if ('exists' in wanted) return values.length > 0 === wanted.exists;
  const unwanted: readonly Scalar[] = [wanted['anything-but']].flat();
  return values.some((value) => !unwanted.some((item) => item === value));
}

/** A member of an object, or of every object of a list. */
function memberOf(event: unknown, name: string): unknown {
  if (Array.isArray(event)) return event.map((item) => memberOf(item, name));
  return isObject(event) && Object.hasOwn(event, name) ? event[name] : undefined;
}
