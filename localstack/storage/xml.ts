import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';
import { S3Error } from './s3-error.ts';

const builder = new XMLBuilder({ ignoreAttributes: false, suppressBooleanAttributes: false });
const parser = new XMLParser({ parseTagValue: false, processEntities: true, ignoreAttributes: true });

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** A document with S3's namespace; lists become repeated elements, undefined is left out. */
export function toXml(root: string, content: Readonly<Record<string, unknown>>): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ [root]: { '@_xmlns': NAMESPACE, ...content } })}`;
}

export function errorXml(code: string, message: string, resource: string, requestId: string): string {
  const error = { Code: code, Message: message, Resource: resource, RequestId: requestId };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ Error: error })}`;
}

/** @throws S3Error `MalformedXML` */
export function parseXml(text: string): unknown {
  if (XMLValidator.validate(text) !== true) throw malformedXml();
  return parser.parse(text);
}

export function malformedXml(): S3Error {
  return new S3Error(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}
