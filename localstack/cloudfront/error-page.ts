import { STATUS_CODES } from 'node:http';
import type { OriginResponse } from './distribution-options.ts';

/** CloudFront's own answer to a request that it does not pass on, or that no origin answers. */
export function errorPage(status: number, reason: string): OriginResponse {
  const title = `${status} ${STATUS_CODES[status] ?? ''}`;
  const body = Buffer.from(
    `<!DOCTYPE html><html lang="en"><title>${title}</title><h1>${title}</h1><p>${reason}</p></html>\n`,
  );
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-length': String(body.byteLength) },
    body,
  };
}
