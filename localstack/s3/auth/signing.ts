import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The algorithm of AWS Signature Version 4. */
export const SIGNING_ALGORITHM = 'AWS4-HMAC-SHA256';

/** What a signature is bound to. */
export interface CredentialScope {
  readonly accessKeyId: string;
  /** `20261122` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** Reads `AKID/20261122/eu-west-1/s3/aws4_request`; undefined where it is none. An access key may hold slashes. */
export function credentialScope(credential: string): CredentialScope | undefined {
  const pattern = /^(?<key>.+)\/(?<date>\d{8})\/(?<region>[^/]+)\/(?<service>[^/]+)\/aws4_request$/;
  const groups = pattern.exec(credential)?.groups;
  if (groups === undefined) return undefined;
  const { key = '', date = '', region = '', service = '' } = groups;
  return { accessKeyId: key, date, region, service };
}

/** Signs strings under one scope, with the key derived from the secret. */
export class Signer {
  readonly scope: string;
  readonly #key: Buffer;

  constructor(secretAccessKey: string, { date, region, service }: CredentialScope) {
    this.scope = `${date}/${region}/${service}/aws4_request`;
    this.#key = [date, region, service, 'aws4_request'].reduce(hmac, Buffer.from(`AWS4${secretAccessKey}`));
  }

  /** The signature in hexadecimal. */
  sign(stringToSign: string): string {
    return hmac(this.#key, stringToSign).toString('hex');
  }
}

/** Compares without telling by its duration where two signatures differ. */
export function isSameSignature(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)];
  return left.byteLength === right.byteLength && timingSafeEqual(left, right);
}

/** SHA-256 in hexadecimal; a string counts as the bytes it holds in Latin-1, as headers are. */
export function sha256Hex(data: string): string {
  return createHash('sha256').update(data, 'latin1').digest('hex');
}

/** Reads `20261122T090010Z` as milliseconds since 1970; undefined where it is none. */
export function amzDateMs(text: string): number | undefined {
  const groups = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (groups === null) return undefined;
  const [, year, month, day, hour, minute, second] = groups;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

function hmac(key: Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data, 'latin1').digest();
}
