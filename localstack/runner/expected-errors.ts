import { DatabaseSetupError } from '../rds/database-server.ts';
import { TemplateError } from '../template/template-error.ts';
import { StartError } from './start-error.ts';

/** Whether an error's message says all that a person needs; of any other the stack is shown. */
export function isExpected(error: unknown): error is Error {
  return error instanceof StartError || error instanceof TemplateError || error instanceof DatabaseSetupError;
}
