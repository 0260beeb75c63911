import type { CloudContext } from '../../../localstack/services.ts';

export const BUCKET = 'churn-data';
export const REGION = 'eu-west-1';
export const CREDENTIALS = { accessKeyId: 'LOCALKEY', secretAccessKey: 'local/secret+key' };

export interface LogLine {
  readonly part: string;
  readonly message: string;
}

/** A context over a folder; what it logs lands in `logged`. */
export function contextIn(stateDirectory: string, logged: LogLine[] = []): CloudContext {
  return {
    host: '127.0.0.1',
    region: REGION,
    accountId: '000000000000',
    credentials: CREDENTIALS,
    stateDirectory,
    log: (part, message) => logged.push({ part, message }),
  };
}
