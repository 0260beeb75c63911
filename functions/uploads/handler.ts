import { randomBytes } from 'node:crypto';
import { MAX_UPLOADS_BODY_BYTES } from '#core/api/uploads-contract.ts';
import { requiredEnvironment } from '#platform/environment.ts';
import { httpHandler } from '#platform/http/http-handler.ts';
import { jsonBody } from '#platform/http/json-body.ts';
import { createS3UploadUrls } from '#platform/store/upload-urls.ts';
import { createUpload } from './create-upload.ts';

const ports = {
  urls: createS3UploadUrls(requiredEnvironment('DATA_BUCKET')),
  now: () => new Date(),
  randomHex: () => randomBytes(4).toString('hex'),
};

/** Addresses to put files to, from which runs are made. */
export const handler = httpHandler({
  'POST /api/uploads': (event) => createUpload(jsonBody(event, MAX_UPLOADS_BODY_BYTES), ports),
});
