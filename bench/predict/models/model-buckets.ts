import { startS3Service } from '../../../localstack/s3/s3-service.ts';
import type { CloudContext } from '../../../localstack/services.ts';
import type { ModelFiles } from './model-files.ts';

/** An S3 endpoint with a bucket for each model, so that each can be the champion of its own. */
export interface ModelBuckets {
  readonly endpoint: string;
  /** Puts a model into a bucket of its own and returns the bucket's name. */
  add(files: ModelFiles): Promise<string>;
  close(): Promise<void>;
}

/** Starts it in this process, with its files in the context's state folder. */
export async function startModelBuckets(context: CloudContext): Promise<ModelBuckets> {
  const s3 = await startS3Service(context, { port: 0 });
  let buckets = 0;
  return {
    endpoint: s3.endpoint,
    async add({ objects }) {
      buckets += 1;
      const name = `bench-model-${buckets}`;
      await s3.configureBucket({ name, versioning: false, cors: [], notifications: [] });
      for (const [key, body] of objects) await s3.putObject(name, key, body, 'application/octet-stream');
      return name;
    },
    close: () => s3.close(),
  };
}
