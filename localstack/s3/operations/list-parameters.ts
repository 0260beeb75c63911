import type { S3Request } from '../http/s3-request.ts';
import { S3Error } from '../s3-error.ts';
import { encodeKey } from '../uri.ts';
import type { XmlElement } from '../xml/write-xml.ts';

const MAX_ENTRIES = 1000;

/** What all listings take: a prefix, a delimiter, a limit and the encoding of keys in the answer. */
export interface ListParameters {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  readonly limit: number;
  /** Encodes keys where `encoding-type=url` asks for it. */
  readonly encode: (text: string) => string;
  /** What the answer repeats of them. */
  readonly elements: readonly XmlElement[];
}

/** Reads a listing's parameters; `limitName` is `max-keys` or the like. @throws S3Error `InvalidArgument` */
export function listParameters({ query }: S3Request, limitName: string): ListParameters {
  const encodingType = query.get('encoding-type');
  if (encodingType !== undefined && encodingType !== 'url') {
    throw new S3Error('InvalidArgument', 'Invalid Encoding Method specified in Request', {
      details: { ArgumentName: 'encoding-type', ArgumentValue: encodingType },
    });
  }
  const encode = encodingType === undefined ? (text: string) => text : encodeKey;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') || undefined;
  const elements: XmlElement[] = [
    ['Prefix', encode(prefix)],
    ['Delimiter', delimiter === undefined ? undefined : encode(delimiter)],
    ['EncodingType', encodingType],
  ];
  return { prefix, delimiter, limit: listLimit(query.get(limitName), limitName), encode, elements };
}

/** At most 1,000, which is also the default. @throws S3Error `InvalidArgument` */
export function listLimit(text: string | undefined, name: string): number {
  if (text === undefined || text === '') return MAX_ENTRIES;
  if (/^\d{1,10}$/.test(text) && Number(text) < 2 ** 31) return Math.min(Number(text), MAX_ENTRIES);
  const message = `Argument ${name} must be an integer between 0 and 2147483647`;
  throw new S3Error('InvalidArgument', message, { details: { ArgumentName: name, ArgumentValue: text } });
}
