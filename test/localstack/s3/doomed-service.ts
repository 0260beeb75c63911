/** Serves the folder given until it is killed, and writes down each event that it hands over. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { startS3Service } from '../../../localstack/s3/s3-service.ts';
import { BUCKET, contextIn } from './test-context.ts';

const [folder = ''] = process.argv.slice(2);
const service = await startS3Service(contextIn(folder), { port: 0 });
const notifications = [{ events: ['s3:ObjectCreated:*'], functionArn: 'all' }];
await service.configureBucket({ name: BUCKET, versioning: false, cors: [], notifications });
await service.startDelivery(async (_, event) => {
  appendFileSync(join(folder, 'delivered.jsonl'), `${JSON.stringify(event)}\n`);
});
process.stdout.write(`${service.endpoint}\n`);
