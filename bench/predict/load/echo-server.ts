/** A bare node:http server: answers a POST with as many bytes as its argument says, and prints its port. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const answer = JSON.stringify('x'.repeat(Math.max(0, Number(process.argv[2]) - 2)));
const headers = { 'content-type': 'application/json', 'content-length': answer.length };
const server = createServer(async (request, response) => {
  for await (const _chunk of request);
  response.writeHead(200, headers).end(answer);
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
// Its parent holds the other end: it does not outlive it.
process.stdin.on('end', () => process.exit()).resume();
