import { Logger } from '@aws-lambda-powertools/logger';

/** The one logger: JSON lines with the service (its function) and, in a call, the request id. */
export const logger = new Logger();
