import { ChurnError } from '#core/errors.ts';

/** An option as a whole number of at least `min`. @throws ChurnError `ARGUMENT_INVALID` */
export function wholeNumber(option: string, text: string | undefined, min = 0): number {
  if (text !== undefined && /^\d{1,15}$/.test(text) && Number(text) >= min) return Number(text);
  const atLeast = min > 0 ? ` of at least ${min}` : '';
  const given = text === undefined ? '' : `, not ${JSON.stringify(text)}`;
  throw new ChurnError('ARGUMENT_INVALID', `${option} must be a whole number${atLeast}${given}.`);
}

/**
 * A comma-separated option as a list of known names, each once, in the order of `allowed`.
 * @throws ChurnError `ARGUMENT_INVALID` naming what is not known.
 */
export function namesOf<Name extends string>(
  option: string,
  text: string,
  allowed: readonly Name[],
): readonly Name[] {
  const given = text.split(',').map((name) => name.trim());
  const unknown = given.find((name) => !allowed.some((known) => known === name));
  if (unknown === undefined) return allowed.filter((name) => given.includes(name));
  throw new ChurnError(
    'ARGUMENT_INVALID',
    `${option} knows ${allowed.join(', ')}, not ${JSON.stringify(unknown)}.`,
  );
}
