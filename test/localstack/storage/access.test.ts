import { request } from 'node:http';
import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BUCKET, type Rig, startRig } from './rig.ts';

let rig: Rig;
beforeAll(async () => {
  const cors = [
    {
      allowedOrigins: ['https://app.example'],
      allowedMethods: ['PUT'],
      allowedHeaders: ['*'],
      exposedHeaders: ['etag'],
    },
  ];
  rig = await startRig({ cors });
});
afterAll(() => rig.close());

describe('a signature', () => {
  it('is asked for', async () => {
    const answer = await fetch(`${rig.service.endpoint}/${BUCKET}/x`);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('<Code>AccessDenied</Code>');
  });

  it.each([
    ['of another secret', { accessKeyId: 'AKIATEST', secretAccessKey: 'guess' }, 'SignatureDoesNotMatch'],
    ['of another key', { accessKeyId: 'AKIAOTHER', secretAccessKey: 'secret' }, 'InvalidAccessKeyId'],
  ])('%s opens nothing', async (_name, credentials, code) => {
    const client = new S3Client({
      endpoint: rig.service.endpoint,
      region: 'us-east-1',
      credentials,
      forcePathStyle: true,
      maxAttempts: 1,
    });
    const putting = client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'x', Body: 'x' }));
    await expect(putting).rejects.toMatchObject({ name: code });
  });
});

describe('a presigned URL', () => {
  const presign = (Key: string, expiresIn = 60) =>
    getSignedUrl(rig.client(), new PutObjectCommand({ Bucket: BUCKET, Key }), { expiresIn });

  it('lets its holder put that one object', async () => {
    const answer = await fetch(await presign('signed/ü 1.csv'), { method: 'PUT', body: 'a,b\n' });
    expect(answer.status).toBe(200);
    const get = await getSignedUrl(
      rig.client(),
      new GetObjectCommand({ Bucket: BUCKET, Key: 'signed/ü 1.csv' }),
    );
    expect(await (await fetch(get)).text()).toBe('a,b\n');
  });

  it('is worth nothing for another object, another method, or changed', async () => {
    const url = await presign('signed/mine.csv');
    for (const [address, method] of [
      [url.replace('mine', 'yours'), 'PUT'],
      [url, 'DELETE'],
      [url.replace('X-Amz-Expires=60', 'X-Amz-Expires=6000'), 'PUT'],
    ] as const) {
      const answer = await fetch(address, { method, ...(method === 'PUT' ? { body: 'x' } : {}) });
      expect(answer.status).toBe(403);
      expect(await answer.text()).toContain('SignatureDoesNotMatch');
    }
  });

  it('ends', async () => {
    const url = await presign('signed/late.csv', 1);
    vi.useFakeTimers({ now: Date.now() + 5000, toFake: ['Date'] });
    try {
      const answer = await fetch(url, { method: 'PUT', body: 'x' });
      expect(answer.status).toBe(403);
      expect(await answer.text()).toContain('Request has expired');
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('CORS', () => {
  const preflight = (origin: string) =>
    fetch(`${rig.service.endpoint}/${BUCKET}/x`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'content-type',
      },
    });

  it('lets in the pages that the bucket names, and no others', async () => {
    const allowed = await preflight('https://app.example');
    expect(allowed.status).toBe(200);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect((await preflight('https://evil.example')).status).toBe(403);
  });
});

describe('a multipart upload', () => {
  it('leaves nothing when it is aborted', async () => {
    const client = rig.client();
    const where = { Bucket: BUCKET, Key: 'aborted' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(where));
    await client.send(new UploadPartCommand({ ...where, UploadId, PartNumber: 1, Body: 'x' }));
    expect((await client.send(new ListPartsCommand({ ...where, UploadId }))).Parts).toHaveLength(1);
    await client.send(new AbortMultipartUploadCommand({ ...where, UploadId }));
    await expect(client.send(new ListPartsCommand({ ...where, UploadId }))).rejects.toMatchObject({
      name: 'NoSuchUpload',
    });
    await expect(client.send(new GetObjectCommand(where))).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('garbage', () => {
  it('is answered with an error, and the next request is served', async () => {
    for (const path of [
      '/%zz',
      '/../../etc/passwd',
      `/${BUCKET}/%`,
      '//',
      `/${BUCKET}?delete`,
      '/?X-Amz-Signature=x',
    ]) {
      const status = await rawStatus(path);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
    await rig.client().send(new PutObjectCommand({ Bucket: BUCKET, Key: 'after', Body: 'x' }));
  });
});

/** Sends a path as it stands, which fetch would tidy up. */
function rawStatus(path: string): Promise<number> {
  const { port } = rig.service;
  return new Promise((settle, fail) => {
    request({ host: '127.0.0.1', port, path, method: 'GET' }, (response) => {
      response.resume();
      settle(response.statusCode ?? 0);
    })
      .on('error', fail)
      .end();
  });
}
