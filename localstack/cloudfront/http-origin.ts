import { randomBytes } from 'node:crypto';
import { Agent, type OutgoingHttpHeaders, request as startRequest } from 'node:http';
import { isHopByHop } from '../http-api/http-server.ts';
import type { HttpOrigin, OriginRequest, OriginResponse } from './distribution-options.ts';
import { errorPage } from './error-page.ts';

const RESPONSE_TIMEOUT_MS = 30_000;
/** A connection a request: a kept one may be closed by the server at the moment it is used again. */
const agent = new Agent({ keepAlive: false });

/**
 * Passes a request on, its body and the answer's as they come. The viewer's Host stays behind; `x-forwarded-for` grows
 * by its address. 502 where the server cannot be reached, 504 where it is silent for 30 seconds.
 */
export function passToServer(origin: HttpOrigin, request: OriginRequest): Promise<OriginResponse> {
  const base = new URL(origin.endpoint);
  const query = request.query === '' ? '' : `?${request.query}`;
  return new Promise((resolve) => {
    const upstream = startRequest(
      {
        agent,
        hostname: base.hostname,
        port: base.port,
        method: request.method,
        path: `${base.pathname.replace(/\/$/, '')}${request.path}${query}`,
        headers: originHeaders(request),
        signal: request.signal,
      },
      (response) => {
        upstream.setTimeout(0);
        resolve({
          status: response.statusCode ?? 502,
          headers: Object.fromEntries(
            Object.entries(response.headers).flatMap(([name, value]) =>
              value === undefined || isHopByHop(name) ? [] : [[name, value]],
            ),
          ),
          body: response,
        });
      },
    );
    upstream.setTimeout(RESPONSE_TIMEOUT_MS, () => {
      resolve(errorPage(504, 'The origin did not answer in time.'));
      upstream.destroy();
    });
    upstream.on('error', () => resolve(errorPage(502, 'The origin could not be reached.')));
    if (request.body === undefined) upstream.end();
    else request.body.pipe(upstream);
  });
}

function originHeaders(request: OriginRequest): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (isHopByHop(name) || name === 'host' || name === 'expect') continue;
    headers[name] = typeof value === 'string' ? value : [...value];
  }
  const before = headers['x-forwarded-for'];
  headers['x-forwarded-for'] =
    before === undefined ? request.clientAddress : `${before}, ${request.clientAddress}`;
  headers.via = '1.1 local.cloudfront.net (CloudFront)';
  headers['x-amz-cf-id'] = randomBytes(24).toString('base64url');
  const hasBodyOfUnknownLength = request.headers['transfer-encoding'] !== undefined;
  if (hasBodyOfUnknownLength) headers['transfer-encoding'] = 'chunked';
  return headers;
}
