import { GetObjectCommand, PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { expect, test } from 'vitest';
import { BUCKET, clientOf, testS3 } from './test-s3.ts';

const at = { Bucket: BUCKET, Key: 'raw/my file.csv' };

async function refusal(response: Response): Promise<[number, string | undefined, string | undefined]> {
  const text = await response.text();
  const element = (name: string) => new RegExp(`<${name}>([^<]*)<`).exec(text)?.[1];
  return [response.status, element('Code'), element('Message')];
}

test('who holds a presigned URL may put what it names, and nothing else', async () => {
  const { client, service } = await testS3();
  const command = new PutObjectCommand({ ...at, ContentType: 'text/csv', Metadata: { via: 'url' } });
  const url = await getSignedUrl(client, command, { expiresIn: 60 });
  const put = (to: string, init: RequestInit = {}) =>
    fetch(to, { method: 'PUT', body: 'a,b\n1,2\n', headers: { 'content-type': 'text/csv' }, ...init });
  const answer = await put(url);
  expect([answer.status, answer.headers.get('etag')]).toEqual([
    200,
    expect.stringMatching(/^"[0-9a-f]{32}"$/),
  ]);
  const stored = await service.getObject(BUCKET, at.Key);
  expect([Buffer.from(stored!.body).toString(), stored?.contentType]).toEqual(['a,b\n1,2\n', 'text/csv']);
  const { Metadata } = await client.send(new GetObjectCommand(at));
  expect(Metadata).toEqual({ via: 'url' });
  const wrong = 'SignatureDoesNotMatch';
  expect((await refusal(await put(url.replace('my%20file', 'your%20file')))).slice(0, 2)).toEqual([
    403,
    wrong,
  ]);
  expect((await refusal(await put(url.replace('meta-via=url', 'meta-via=other')))).slice(0, 2)).toEqual([
    403,
    wrong,
  ]);
  expect((await refusal(await put(url.replace('Expires=60', 'Expires=600')))).slice(0, 2)).toEqual([
    403,
    wrong,
  ]);
  expect((await refusal(await put(url, { method: 'DELETE', body: null }))).slice(0, 2)).toEqual([403, wrong]);
  expect((await refusal(await put(`${url}&x-amz-meta-more=1`))).slice(0, 2)).toEqual([403, wrong]);
  const headers = { 'content-type': 'text/csv', 'x-amz-meta-more': '1' };
  expect((await refusal(await put(url, { headers }))).slice(0, 2)).toEqual([403, 'AccessDenied']);
  expect(await service.listKeys(BUCKET)).toEqual([at.Key]);
});

test('a presigned URL gives the object, with the headers that it asks for', async () => {
  const { client } = await testS3();
  await client.send(new PutObjectCommand({ ...at, Body: '0123456789' }));
  const command = new GetObjectCommand({
    ...at,
    ResponseContentType: 'text/plain',
    ResponseContentDisposition: 'attachment; filename="é.csv"',
  });
  const url = await getSignedUrl(client, command, { expiresIn: 60 });
  const answer = await fetch(url);
  expect(answer.headers.get('content-type')).toBe('text/plain');
  expect(answer.headers.get('content-disposition')).toContain('attachment; filename=');
  expect(await answer.text()).toBe('0123456789');
  const part = await fetch(url, { headers: { range: 'bytes=2-3' } });
  expect([part.status, await part.text()]).toEqual([206, '23']);
  const tampered = await fetch(
    url.replace(/Signature=(.)/, (_, first) => `Signature=${first === 'a' ? 'b' : 'a'}`),
  );
  expect((await refusal(tampered)).slice(0, 2)).toEqual([403, 'SignatureDoesNotMatch']);
});

test('an expired URL, one of the future and one without end are refused', async () => {
  const { client } = await testS3();
  const signed = (secondsFromNow: number, expiresIn: number) =>
    getSignedUrl(client, new GetObjectCommand(at), {
      expiresIn,
      signingDate: new Date(Date.now() + secondsFromNow * 1000),
    });
  expect(await refusal(await fetch(await signed(-120, 60)))).toEqual([
    403,
    'AccessDenied',
    'Request has expired',
  ]);
  const future = await refusal(await fetch(await signed(3600, 60)));
  expect(future).toEqual([403, 'AccessDenied', 'Request is not yet valid']);
  const endless = (await signed(0, 60)).replace('Expires=60', 'Expires=604801');
  expect((await refusal(await fetch(endless))).slice(0, 2)).toEqual([
    400,
    'AuthorizationQueryParametersError',
  ]);
});

test('parts are put by presigned URLs too', async () => {
  const { client } = await testS3();
  const command = new UploadPartCommand({ ...at, PartNumber: 1, UploadId: 'none' });
  const url = await getSignedUrl(client, command, { expiresIn: 60 });
  const answer = await fetch(url, { method: 'PUT', body: 'part' });
  expect((await refusal(answer)).slice(0, 2)).toEqual([404, 'NoSuchUpload']);
});

test('other keys, another secret and another region are refused', async () => {
  const { client, service } = await testS3();
  const urlOf = (options: Parameters<typeof clientOf>[1]) =>
    getSignedUrl(clientOf(service.endpoint, options), new GetObjectCommand(at), { expiresIn: 60 });
  const { accessKeyId } = await client.config.credentials();
  const strangers = await fetch(
    await urlOf({ credentials: { accessKeyId: 'STRANGER', secretAccessKey: 'x' } }),
  );
  expect((await refusal(strangers)).slice(0, 2)).toEqual([403, 'InvalidAccessKeyId']);
  const guess = await fetch(await urlOf({ credentials: { accessKeyId, secretAccessKey: 'guess' } }));
  expect((await refusal(guess)).slice(0, 2)).toEqual([403, 'SignatureDoesNotMatch']);
  const elsewhere = await fetch(await urlOf({ region: 'us-west-2' }));
  expect((await refusal(elsewhere)).slice(0, 2)).toEqual([400, 'AuthorizationQueryParametersError']);
});
