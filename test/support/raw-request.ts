import { type IncomingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends a request whose target goes out as it is written, which `fetch` would tidy up first. */
export async function rawRequest(
  origin: string,
  target: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path: target, headers, method }, async (answer) => {
      const { statusCode: status = 0, headers: answered } = answer;
      resolve({ status, headers: answered, body: await text(answer) });
    });
    sent.on('error', reject).end();
  });
}
