import { expect } from 'vitest';
import type { InvocationResult } from '../../../localstack/services.ts';
import { type TestFunction, testFunction } from './bundles.ts';
import { lambdaIn, testCloud } from './test-cloud.ts';

/** Registers one function and calls it once. */
export async function call(definition: TestFunction, event: unknown = {}): Promise<InvocationResult> {
  const { context } = await testCloud();
  const lambda = await lambdaIn(context);
  const configuration = await testFunction(context, 'one', definition);
  lambda.register(configuration);
  return lambda.invoke(configuration.arn, event);
}

/** The handler's answer, which must be none of an error. */
export const answerOf = (result: InvocationResult): unknown => {
  expect(result.functionError, result.payload).toBeUndefined();
  return JSON.parse(result.payload);
};
/** The error document, which must be one. */
export const errorOf = (result: InvocationResult): Record<string, unknown> => {
  expect(result.functionError).toBe('Unhandled');
  return JSON.parse(result.payload);
};
