/** A process that starts the database in the folder it is given, says so, and waits to be killed. */
import { provideDatabase } from '../../../localstack/rds/provide-database.ts';

const [stateDirectory = '', cacheDirectory = ''] = process.argv.slice(2);
const context = {
  host: '127.0.0.1',
  region: 'eu-west-1',
  accountId: '000000000000',
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  stateDirectory,
  log: () => {},
};
await provideDatabase(context, { cacheDirectory });
process.stdout.write('ready\n');
setInterval(() => {}, 60_000);
