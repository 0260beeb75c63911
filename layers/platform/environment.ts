import { ChurnError } from '#core/errors.ts';

/** The value of a variable that the template always sets. @throws ChurnError `ENVIRONMENT_INCOMPLETE` */
export function requiredEnvironment(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new ChurnError('ENVIRONMENT_INCOMPLETE', `The environment variable ${name} is not set.`);
  }
  return value;
}
