const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Replaces XML's five named references and numeric ones. @throws RangeError for any other, or an ampersand by itself */
export function resolveReferences(text: string): string {
  return text.replace(/&([^;&]{0,10};)?/g, (reference, name = '') => {
    const body = name.slice(0, -1);
    const number = /^#(?:x([0-9a-fA-F]+)|(\d+))$/.exec(body);
    if (number === null && Object.hasOwn(NAMED, body)) return NAMED[body] ?? '';
    if (number === null) throw new RangeError(`${reference} is no reference.`);
    const codePoint = number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16);
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) throw new RangeError(`${reference} is no character.`);
    return String.fromCodePoint(codePoint);
  });
}

/** Writes CDATA sections as plain text with references. */
export function escapeCdata(text: string): string {
  return text.replace(/<!\[CDATA\[(.*?)\]\]>/gs, (_, content: string) =>
    content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  );
}
