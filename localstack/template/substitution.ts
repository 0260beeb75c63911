const PLACEHOLDER = /\$\{(!?)([^}]*)\}/g;

/** The variables of a text for `Fn::Sub`, in their order; `${!Literal}` is none. */
export function variablesOf(text: string): readonly string[] {
  return [...text.matchAll(PLACEHOLDER)].flatMap(([, escaped, name]) =>
    escaped === '!' || name === undefined ? [] : [name.trim()],
  );
}

/** Puts values in place of `${Variable}`, and `${Literal}` in place of `${!Literal}`. */
export function substitute(text: string, lookUp: (variable: string) => string): string {
  return text.replace(PLACEHOLDER, (_match, escaped: string, name: string) =>
    escaped === '!' ? `\${${name}}` : lookUp(name.trim()),
  );
}
