import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { BUCKET } from './test-context.ts';

export const MIB = 1024 * 1024;
/** The object that the uploads make. */
export const at = { Bucket: BUCKET, Key: 'big.bin' };

/** Starts an upload and returns its id. */
export async function begin(client: S3Client, options: object = {}): Promise<string> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...at, ...options }));
  return UploadId!;
}

/** Puts one part, and gives what a completion needs to know of it. */
export async function part(
  client: S3Client,
  UploadId: string,
  PartNumber: number,
  Body: Buffer,
  options: object = {},
) {
  const command = new UploadPartCommand({ ...at, UploadId, PartNumber, Body, ...options });
  const { $metadata: _, ServerSideEncryption: __, ...answer } = await client.send(command);
  return { PartNumber, ...answer };
}

/** Completes an upload. */
export const complete = (client: S3Client, UploadId: string, Parts: CompletedPart[], options: object = {}) =>
  client.send(
    new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts }, ...options }),
  );

/** The object's bytes. */
export async function read(client: S3Client, options: object = {}): Promise<Buffer> {
  const { Body } = await client.send(new GetObjectCommand({ ...at, ...options }));
  return Buffer.from(await Body!.transformToByteArray());
}
