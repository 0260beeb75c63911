/** An element: its name and its text or its children; one without content is left out. */
export type XmlElement = readonly [name: string, content: XmlContent];
export type XmlContent = string | number | boolean | readonly XmlElement[] | undefined;

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** A document in S3's namespace. */
export function xmlDocument(root: string, content: string | readonly XmlElement[]): string {
  return `${DECLARATION}<${root} xmlns="${NAMESPACE}">${inner(content)}</${root}>`;
}

/** An error document, which has no namespace. */
export function xmlErrorDocument(children: readonly XmlElement[]): string {
  return `${DECLARATION}<Error>${inner(children)}</Error>`;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

function inner(content: Exclude<XmlContent, undefined>): string {
  if (typeof content !== 'object') return escapeXml(String(content));
  return content
    .map(([name, value]) => (value === undefined ? '' : `<${name}>${inner(value)}</${name}>`))
    .join('');
}

/** Control characters become references, as S3 writes keys that hold them, though XML 1.0 has no place for most. */
function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: keys may hold them.
  return text.replace(/[&<>"\u0000-\u001f]/g, (character) => {
    return REFERENCES[character] ?? `&#x${character.charCodeAt(0).toString(16)};`;
  });
}
