import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCompletedParts, readDelete } from '../../../localstack/s3/xml/read-xml.ts';
import { type RawRequest, sendRaw, sendSigned, signedHeaders } from './raw-request.ts';
import { BUCKET, clientOf, errorOf, testS3 } from './test-s3.ts';

test('who shows no keys gets nothing', async () => {
  const { service } = await testS3();
  for (const target of ['/', `/${BUCKET}`, `/${BUCKET}/k`]) {
    for (const method of ['GET', 'PUT', 'POST', 'DELETE']) {
      const answer = await sendRaw(service.endpoint, { method, target });
      expect([answer.status, answer.code], `${method} ${target}`).toEqual([403, 'AccessDenied']);
    }
    expect((await sendRaw(service.endpoint, { method: 'HEAD', target })).status).toBe(403);
  }
  expect(await service.listKeys(BUCKET)).toEqual([]);
});

test('wrong keys, another region and a clock that is off are refused', async () => {
  const { service } = await testS3();
  const put = (options: Parameters<typeof clientOf>[1]) =>
    errorOf(
      clientOf(service.endpoint, options).send(new PutObjectCommand({ Bucket: BUCKET, Key: 'k', Body: 'x' })),
    );
  const credentials = { accessKeyId: 'LOCALKEY', secretAccessKey: 'wrong' };
  expect(await put({ credentials })).toEqual({ name: 'SignatureDoesNotMatch', status: 403 });
  const strangers = { accessKeyId: 'STRANGER', secretAccessKey: 'x' };
  expect(await put({ credentials: strangers })).toEqual({ name: 'InvalidAccessKeyId', status: 403 });
  expect((await put({ region: 'us-west-2' })).name).toBe('AuthorizationHeaderMalformed');
  expect((await put({ systemClockOffset: 3_600_000 })).name).toBe('RequestTimeTooSkewed');
});

test('a header that was added or changed on the way is noticed', async () => {
  const { service } = await testS3();
  const raw: RawRequest = {
    method: 'PUT',
    target: `/${BUCKET}/k`,
    headers: { 'x-amz-meta-a': '1' },
    body: Buffer.from('x'),
  };
  const { headers } = signedHeaders(service.endpoint, raw);
  const send = (changes: Record<string, string>) =>
    sendRaw(service.endpoint, { ...raw, headers: { ...headers, ...changes } });
  expect((await send({ 'x-amz-meta-a': '2' })).code).toBe('SignatureDoesNotMatch');
  expect((await send({ 'x-amz-meta-b': '2' })).code).toBe('AccessDenied');
  expect((await send({ authorization: 'Basic dXNlcjpwYXNz' })).code).toBe('InvalidRequest');
  expect((await send({ authorization: 'AWS4-HMAC-SHA256 nonsense' })).code).toBe(
    'AuthorizationHeaderMalformed',
  );
  expect((await send({})).status).toBe(200);
});

test.each([
  ['POST', `/${BUCKET}?delete`, '<Delete><Object><Key>k</Key></Object>', 'MalformedXML'],
  ['POST', `/${BUCKET}?delete`, 'not xml', 'MalformedXML'],
  ['POST', `/${BUCKET}?delete`, '', 'MalformedXML'],
  ['POST', `/${BUCKET}?delete`, '<Delete></Delete>', 'MalformedXML'],
  [
    'POST',
    `/${BUCKET}?delete`,
    '<!DOCTYPE a [<!ENTITY b "c">]><Delete><Object><Key>&b;</Key></Object></Delete>',
    'MalformedXML',
  ],
  ['POST', `/${BUCKET}?delete`, '<Delete><Object><Key>&unknown;</Key></Object></Delete>', 'MalformedXML'],
  ['POST', `/${BUCKET}/k?uploadId=none`, '<CompleteMultipartUpload/>', 'MalformedXML'],
  ['PUT', `/${BUCKET}?acl`, '', 'NotImplemented'],
  ['GET', `/${BUCKET}/k?tagging`, '', 'NotImplemented'],
  ['PUT', '/new-bucket', '', 'NoSuchBucket'],
  ['PUT', `/${BUCKET}`, '', 'NotImplemented'],
  ['POST', '/', '', 'MethodNotAllowed'],
  ['PATCH', `/${BUCKET}/k`, '', 'MethodNotAllowed'],
  ['GET', `/${BUCKET}/k?versionId=x`, '', 'NoSuchVersion'],
  ['PUT', `/${BUCKET}/k?partNumber=0&uploadId=x`, '', 'InvalidArgument'],
])('%s %s with %j is refused', async (method, target, body, code) => {
  const { service, logged } = await testS3();
  const md5 = { 'content-md5': createHash('md5').update(body).digest('base64') };
  const raw = { method, target, headers: md5, body: Buffer.from(body) };
  const answer = await sendSigned(service.endpoint, raw);
  expect(answer.code).toBe(code);
  expect(answer.headers['x-amz-request-id']).toMatch(/^[0-9A-F]{16}$/);
  expect(logged).toEqual([]);
});

test.each(['/%', '/%zz', `/${BUCKET}/%ff`, `/${BUCKET}/a?prefix=%e0%a4`])(
  'the target %j is no URI in UTF-8',
  async (target) => {
    const { service } = await testS3();
    const answer = await sendRaw(service.endpoint, { method: 'GET', target });
    expect([answer.status, answer.code]).toEqual([400, 'InvalidURI']);
  },
);

test('a body without a length is refused', async () => {
  const { service } = await testS3();
  const raw = { method: 'PUT', target: `/${BUCKET}/k`, payloadHash: 'UNSIGNED-PAYLOAD' };
  const { headers } = signedHeaders(service.endpoint, raw);
  const answer = await sendRaw(service.endpoint, {
    ...raw,
    headers: { ...headers, 'transfer-encoding': 'chunked' },
  });
  expect([answer.status, answer.code]).toEqual([411, 'MissingContentLength']);
  const huge = { ...raw, headers: { ...headers, 'content-length': String(6 * 1024 ** 3) } };
  const { port, hostname } = new URL(service.endpoint);
  const socket = connect(Number(port), hostname);
  const lines = Object.entries(huge.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`PUT ${raw.target} HTTP/1.1\r\n${lines.join('')}connection: close\r\n\r\n`);
  expect(await text(socket)).toContain('<Code>EntityTooLarge</Code>');
});

test('who is refused while sending a large body gets to read why, and the connection goes on', async () => {
  const { service } = await testS3();
  const body = Buffer.alloc(20 * 1024 * 1024);
  const put = { Bucket: BUCKET, Key: 'k', Body: body };
  const credentials = { accessKeyId: 'LOCALKEY', secretAccessKey: 'wrong' };
  const client = clientOf(service.endpoint, { credentials });
  expect((await errorOf(client.send(new PutObjectCommand(put)))).name).toBe('SignatureDoesNotMatch');
  const target = '/no-such-bucket/k';
  const answer = await sendSigned(service.endpoint, { method: 'PUT', target, body });
  expect(answer.code).toBe('NoSuchBucket');
  const right = clientOf(service.endpoint);
  const md5 = { ...put, ContentMD5: Buffer.alloc(16).toString('base64') };
  expect((await errorOf(right.send(new PutObjectCommand(md5)))).name).toBe('BadDigest');
  await right.send(new PutObjectCommand({ ...put, Body: 'x' }));
});

test('a client that breaks off leaves nothing', async () => {
  const { service, logged } = await testS3();
  const { port, hostname } = new URL(service.endpoint);
  const raw = { method: 'PUT', target: `/${BUCKET}/half`, payloadHash: 'UNSIGNED-PAYLOAD' };
  const { headers } = signedHeaders(service.endpoint, raw);
  const lines = Object.entries({ ...headers, 'content-length': '1000000' }).map(([n, v]) => `${n}: ${v}\r\n`);
  const socket = connect(Number(port), hostname);
  socket.write(`PUT ${raw.target} HTTP/1.1\r\n${lines.join('')}\r\n${'x'.repeat(500_000)}`, () =>
    socket.destroy(),
  );
  await new Promise((resolve) => socket.once('close', resolve));
  await service.close();
  expect(logged).toEqual([]);
});

test('whatever bytes come, the service goes on', async () => {
  const { service, client, logged } = await testS3();
  const { port, hostname } = new URL(service.endpoint);
  const line = fc.constantFrom(
    'GET / HTTP/1.1',
    `PUT /${BUCKET}/k HTTP/1.1`,
    'OPTIONS * HTTP/1.1',
    'CONNECT a:1 HTTP/1.1',
    'host: x',
    'upgrade: websocket\r\nconnection: upgrade',
    'content-length: 5',
    'content-length: -1',
    'transfer-encoding: chunked',
    'expect: 100-continue',
    'expect: miracles',
    'authorization: AWS4-HMAC-SHA256 Credential=a/b/c/d/e,SignedHeaders=,Signature=',
    'origin: null',
    '',
    'x-amz-date: 20261122T000000Z',
    `a: ${'b'.repeat(20_000)}`,
  );
  const bytes = fc.oneof(
    fc.array(line, { maxLength: 8 }).map((lines) => Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)),
    fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
  );
  const property = fc.asyncProperty(bytes, async (sent) => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.end(sent);
    await new Promise((resolve) => socket.resume().once('close', resolve));
  });
  await fc.assert(property, { numRuns: 150 });
  await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'still', Body: 'here' }));
  expect(await service.listKeys(BUCKET)).toEqual(['still']);
  expect(logged).toEqual([]);
});

test('XML bodies are read with references, name spaces, attributes and CDATA', () => {
  const key = (content: string) => {
    const body = `<s:Delete xmlns:s="x"><s:Object a="b"><s:Key>${content}</s:Key></s:Object></s:Delete>`;
    return readDelete(`<?xml version="1.0"?>${body}`).Object[0]?.Key;
  };
  expect(key(' a&amp;b&#13;&#x1;&#x85;&lt; ')).toBe(' a&b\r\u0001\u0085< ');
  expect(key('&amp;lt;')).toBe('&lt;');
  expect(key('<![CDATA[a&lt;<b>]]>')).toBe('a&lt;<b>');
  const part =
    '<Part><PartNumber>1</PartNumber><ETag>&quot;e&quot;</ETag><ChecksumCRC32>AA==</ChecksumCRC32></Part>';
  expect(readCompletedParts(`<CompleteMultipartUpload>${part}</CompleteMultipartUpload>`)).toEqual([
    { PartNumber: '1', ETag: '"e"', ChecksumCRC32: 'AA==' },
  ]);
});

test('more than 1,000 keys, an entity of its own and what is no XML are malformed', () => {
  const malformed = expect.objectContaining({ code: 'MalformedXML' });
  const keys = (count: number) => `<Delete>${'<Object><Key>k</Key></Object>'.repeat(count)}</Delete>`;
  expect(readDelete(keys(1000)).Object).toHaveLength(1000);
  expect(() => readDelete(keys(1001))).toThrow(malformed);
  const property = fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (garbage) => {
    expect(() => readDelete(garbage)).toThrow(malformed);
  });
  fc.assert(property);
});
