import type { Readable } from 'node:stream';
import type { S3Error } from '../s3-error.ts';
import { type XmlElement, xmlDocument, xmlErrorDocument } from '../xml/write-xml.ts';

/** What an operation answers; header names in lower case. */
export interface S3Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A stream's length is in the headers. */
  readonly body: string | Readable;
}

/** An answer without a body. */
export function emptyAnswer(status: number, headers: Readonly<Record<string, string>> = {}): S3Answer {
  return { status, headers, body: '' };
}

/** 200 with a document. */
export function xmlAnswer(
  root: string,
  content: string | readonly XmlElement[],
  headers: Readonly<Record<string, string>> = {},
): S3Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml', ...headers },
    body: xmlDocument(root, content),
  };
}

/** A refusal, as its error document. */
export function errorAnswer(error: S3Error, resource: string, requestId: string): S3Answer {
  const body = xmlErrorDocument([
    ['Code', error.code],
    ['Message', error.message],
    ...Object.entries(error.details),
    ['Resource', resource],
    ['RequestId', requestId],
    ['HostId', requestId],
  ]);
  return { status: error.status, headers: { 'content-type': 'application/xml', ...error.headers }, body };
}

/** An element with the time as S3 writes it. */
export function timeElement(name: string, timeMs: number): XmlElement {
  return [name, new Date(timeMs).toISOString()];
}
