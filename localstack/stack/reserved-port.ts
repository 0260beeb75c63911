import { createServer } from 'node:net';

/** A port that nobody else can take until it is released to the service it is meant for. */
export interface ReservedPort {
  readonly port: number;
  release(): Promise<void>;
}

/** Reserves the preferred port of a host, or any free one where it is taken. */
export async function reservePort(host: string, preferred: number): Promise<ReservedPort> {
  const reserved = (await tryReserve(host, preferred)) ?? (await tryReserve(host, 0));
  if (reserved === undefined) throw new Error(`No port is free on ${host}.`);
  return reserved;
}

function tryReserve(host: string, port: number): Promise<ReservedPort | undefined> {
  return new Promise((settle) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => settle(undefined));
    server.listen(port, host, () => {
      const address = server.address();
      if (typeof address !== 'object' || address === null) return settle(undefined);
      settle({
        port: address.port,
        release: () => new Promise((released) => server.close(() => released())),
      });
    });
  });
}
