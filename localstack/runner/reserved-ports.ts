import { createServer } from 'node:net';
import { StartError } from './start-error.ts';

/** A port that nobody else can take until it is released to the service it is meant for. */
export interface ReservedPort {
  readonly port: number;
  release(): Promise<void>;
}

/** The ports of the local cloud, known before anything starts because functions and origins are told of them. */
export type Ports = Readonly<
  Record<'s3' | 'dashboard' | 'api' | 'dataApi' | 'userPool' | 'ecs' | 'stepFunctions', ReservedPort>
>;

/** What each service's port lies above the base. */
const OFFSETS = { s3: 0, dashboard: 14, api: 15, dataApi: 16, userPool: 17, ecs: 18, stepFunctions: 19 };

/** S3 at 4566, where tools for local clouds look first. */
export const DEFAULT_PORT_BASE = 4566;

/** Reserves a port for each service; any free one where its own is taken, or where the base is 0. */
export async function reservePorts(host: string, base: number): Promise<Ports> {
  const portOf = (service: keyof typeof OFFSETS) => reserve(host, base === 0 ? 0 : base + OFFSETS[service]);
  return {
    s3: await portOf('s3'),
    dashboard: await portOf('dashboard'),
    api: await portOf('api'),
    dataApi: await portOf('dataApi'),
    userPool: await portOf('userPool'),
    ecs: await portOf('ecs'),
    stepFunctions: await portOf('stepFunctions'),
  };
}

/** Starts a service on the port that was kept for it. */
export async function onPort<T>(reserved: ReservedPort, start: (port: number) => Promise<T>): Promise<T> {
  await reserved.release();
  return start(reserved.port);
}

async function reserve(host: string, preferred: number): Promise<ReservedPort> {
  const reserved = (await tryReserve(host, preferred)) ?? (await tryReserve(host, 0));
  if (reserved === undefined) throw new StartError(`There is no free port on ${host}.`);
  return reserved;
}

function tryReserve(host: string, port: number): Promise<ReservedPort | undefined> {
  const { promise, resolve } = Promise.withResolvers<ReservedPort | undefined>();
  const server = createServer((socket) => socket.destroy());
  server.once('error', () => resolve(undefined));
  server.listen(port, host, () => {
    const address = server.address();
    if (typeof address !== 'object' || address === null) return resolve(undefined);
    const release = () => new Promise<void>((released) => server.close(() => released()));
    resolve({ port: address.port, release });
  });
  return promise;
}
