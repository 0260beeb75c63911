/** An S3 endpoint in a process of its own, to be killed; prints its address. */
import { startS3Service } from '../../../localstack/storage/s3-service.ts';
import { BUCKET, FUNCTION_ARN } from './rig.ts';

const service = await startS3Service(
  {
    host: '127.0.0.1',
    region: 'us-east-1',
    accountId: '000000000000',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    stateDirectory: process.argv[2] ?? '',
    log: () => {},
  },
  { port: 0 },
);
await service.configureBucket({
  name: BUCKET,
  versioning: false,
  cors: [],
  notifications: [
    { events: ['s3:ObjectCreated:*'], prefix: 'raw/', suffix: '.csv', functionArn: FUNCTION_ARN },
  ],
});
console.log(service.endpoint);
