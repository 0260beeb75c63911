import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { BucketConfiguration, CloudContext, S3Service } from '../services.ts';
import { Bucket } from './bucket.ts';
import { BucketStore } from './bucket-store.ts';
import { corsHeaders } from './cors.ts';
import { EventJournal } from './event-journal.ts';
import { MultipartStore } from './multipart-store.ts';
import { routeOf } from './routes.ts';
import { S3Error } from './s3-error.ts';
import { parsePath, type S3Request } from './s3-request.ts';
import { sendXml } from './send-xml.ts';
import { verifySignature } from './sigv4.ts';
import { errorXml, toXml } from './xml.ts';

/** Starts the S3 endpoint over `<stateDirectory>/s3`, on `port` (0 for any free one). */
export async function startS3Service(
  context: CloudContext,
  options: { readonly port: number },
): Promise<S3Service> {
  const log = (message: string) => context.log('s3', message);
  const directory = join(context.stateDirectory, 's3');
  const bucketsDirectory = join(directory, 'buckets');
  await mkdir(bucketsDirectory, { recursive: true });
  const stores = new Map<string, BucketStore>();
  for (const name of await readdir(bucketsDirectory)) {
    stores.set(name, await BucketStore.open(name, join(bucketsDirectory, name)));
  }
  const isVisible = ({ bucket, key, blob }: { bucket: string; key: string; blob: string }) =>
    stores.get(bucket)?.find(key)?.blob === blob;
  const journal = await EventJournal.open(join(directory, 'events'), isVisible, log);
  const uploads = new MultipartStore(join(directory, 'uploads'));
  const buckets = new Map<string, Bucket>();
  const bucketNamed = (name: string) => {
    const bucket = buckets.get(name);
    if (bucket === undefined) throw new S3Error('NoSuchBucket', 'The specified bucket does not exist');
    return bucket;
  };

  const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 0 }, (request, response) => {
    answer(request, response).catch((error: unknown) => sendError(request, response, error, log));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = parseUrl(request.url ?? '/');
    const { bucketName, key } = parsePath((request.url ?? '/').split('?')[0] ?? '/');
    const rules = buckets.get(bucketName)?.configuration.cors ?? [];
    for (const [name, value] of Object.entries(corsHeaders(request, rules))) response.setHeader(name, value);
    if (request.method === 'OPTIONS') {
      if (!response.hasHeader('access-control-allow-origin')) {
        throw new S3Error('AccessDenied', 'CORSResponse: This CORS request is not allowed.');
      }
      response.writeHead(200).end();
      return;
    }
    response.setHeader('x-amz-request-id', randomUUID());
    verifySignature(request, url, context.credentials, new Date());
    if (bucketName === '') return sendBuckets(response, [...buckets.keys()]);
    const bucket = bucketNamed(bucketName);
    const call: S3Request = {
      request,
      response,
      url,
      query: url.searchParams,
      bucket,
      store: bucket.store,
      uploads,
      key,
      bucketNamed,
    };
    await routeOf(call)(call);
  }

  const port = await listen(server, context.host, options.port);
  return {
    endpoint: `http://${context.host}:${port}`,
    port,
    async configureBucket(configuration) {
      const standing = buckets.get(configuration.name);
      if (standing !== undefined) return standing.configure(configuration);
      const store = stores.get(configuration.name) ?? (await openStore(configuration));
      buckets.set(configuration.name, new Bucket(store, configuration, journal, context.region));
    },
    async startDelivery(deliver) {
      journal.startDelivery(deliver);
    },
    async putObject(name, key, body, contentType) {
      const bucket = bucketNamed(name);
      const { blob, path } = bucket.store.newBlob();
      await writeFile(path, body);
      const etag = `"${createHash('md5').update(body).digest('hex')}"`;
      const object = { blob, bytes: body.byteLength, etag, headers: { 'content-type': contentType } };
      await bucket.put(key, object, 'ObjectCreated:Put');
    },
    async getObject(name, key) {
      const { store } = bucketNamed(name);
      const version = store.find(key);
      if (version === undefined) return undefined;
      const contentType = version.headers['content-type'] ?? 'binary/octet-stream';
      return { body: await readFile(store.blobPath(version.blob)), contentType, etag: version.etag };
    },
    deleteObject: (name, key) => bucketNamed(name).store.delete(key),
    listKeys: async (name) => [...bucketNamed(name).store.keysAfter('')],
    async close() {
      await journal.close();
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };

  async function openStore({ name }: BucketConfiguration): Promise<BucketStore> {
    const store = await BucketStore.open(name, join(bucketsDirectory, name));
    stores.set(name, store);
    return store;
  }
}

/** @throws S3Error `InvalidArgument` for a request target that is no path */
function parseUrl(target: string): URL {
  const url = target.startsWith('/') ? URL.parse(`http://s3.local${target}`) : null;
  if (url === null) throw new S3Error('InvalidArgument', 'The request target is not a path.');
  return url;
}

function sendBuckets(response: ServerResponse, names: readonly string[]): void {
  const buckets = { Bucket: names.map((Name) => ({ Name, CreationDate: new Date(0).toISOString() })) };
  sendXml(response, 200, toXml('ListAllMyBucketsResult', { Owner: { ID: 'local' }, Buckets: buckets }));
}

function sendError(
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  log: (message: string) => void,
): void {
  const isAbort = request.destroyed && !request.complete;
  if (!(error instanceof S3Error) && !isAbort) log(`${request.method} ${request.url}: ${String(error)}`);
  if (response.headersSent || isAbort) {
    response.destroy();
    return;
  }
  const { code, status, message } =
    error instanceof S3Error
      ? error
      : new S3Error('InternalError', 'We encountered an internal error. Please try again.');
  const requestId = String(response.getHeader('x-amz-request-id') ?? '');
  const resource = (request.url ?? '').split('?')[0] ?? '';
  // What is left of a refused body is not read: the connection cannot serve another request.
  if (!request.complete) response.setHeader('connection', 'close');
  if (request.method === 'HEAD') response.writeHead(status).end();
  else sendXml(response, status, errorXml(code, message, resource, requestId));
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, host, listening);
  });
  return (server.address() as AddressInfo).port;
}
