import { JsonServiceError } from '../aws-json/json-service-error.ts';

/** A call that Step Functions refuses, by the name that the SDK knows. */
export class StepFunctionsError extends JsonServiceError {
  constructor(
    name:
      | 'ExecutionAlreadyExists'
      | 'ExecutionDoesNotExist'
      | 'InvalidExecutionInput'
      | 'InvalidName'
      | 'StateMachineDoesNotExist'
      | 'ValidationException',
    message: string,
    options: { readonly cause?: unknown } = {},
  ) {
    super(name, message, options);
  }
}
