import { requiredEnvironment } from '../environment.ts';
import { createDataApiClient, type DataApiClient, type DataApiOptions } from './data-api-client.ts';

/** A client of the database that the template's variables name. */
export function dataApiFromEnvironment(
  options: Pick<DataApiOptions, 'patienceMs' | 'timeLeftMs'> = {},
): DataApiClient {
  return createDataApiClient({
    ...options,
    resourceArn: requiredEnvironment('CLUSTER_ARN'),
    secretArn: requiredEnvironment('CLUSTER_SECRET_ARN'),
    database: requiredEnvironment('DATABASE_NAME'),
  });
}
