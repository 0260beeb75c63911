import { S3Error } from './s3-error.ts';

const UNRESERVED = /[A-Za-z0-9\-._~]/;
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Percent-encodes every byte but the unreserved ones of RFC 3986, and the slash where it is to be kept. */
export function uriEncode(text: string, keepSlash: boolean): string {
  let encoded = '';
  for (const byte of Buffer.from(text)) {
    const character = String.fromCharCode(byte);
    const isKept = UNRESERVED.test(character) || (keepSlash && character === '/');
    encoded += isKept ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}

/** Decodes percent-encoding; other characters stand for their Latin-1 bytes. @throws S3Error `InvalidURI` for what is not percent-encoded UTF-8 */
export function uriDecode(text: string): string {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) throw invalidUri();
  const decoded = text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  try {
    return strictUtf8.decode(Buffer.from(decoded, 'latin1'));
  } catch {
    throw invalidUri();
  }
}

/** Parameters of a query as they were sent, decoded; a plus stands for a space. */
export function queryParameters(query: string): readonly (readonly [name: string, value: string])[] {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = equals < 0 ? pair : pair.slice(0, equals);
      const value = equals < 0 ? '' : pair.slice(equals + 1);
      return [uriDecode(name.replaceAll('+', ' ')), uriDecode(value.replaceAll('+', ' '))] as const;
    });
}

/** A key as S3 writes it in events and in listings with `encoding-type=url`: `+` for a space, slashes kept. */
export function encodeKey(key: string): string {
  return uriEncode(key, true).replaceAll('%20', '+').replaceAll('~', '%7E').replaceAll('%2A', '*');
}

function invalidUri(): S3Error {
  return new S3Error('InvalidURI', "Couldn't parse the specified URI.");
}
