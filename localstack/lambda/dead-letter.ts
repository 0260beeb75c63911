import type { InvocationResult } from '../services.ts';

const MAX_MESSAGE_CHARACTERS = 1024;

/**
 * The attributes of a dead letter: RequestID, ErrorCode (200 for an error of the handler, otherwise the status with
 * which Lambda refused the call) and ErrorMessage, of which the first 1,024 characters are kept.
 */
export function deadLetterAttributes(requestId: string, failure: CallFailure): Record<string, string> {
  return {
    RequestID: requestId,
    ErrorCode: String(failure.statusCode),
    ErrorMessage: failure.message.slice(0, MAX_MESSAGE_CHARACTERS),
  };
}

/** What a destination of failures is called with, as far as Lambda's record has a meaning here. */
export function failureRecord(
  call: {
    readonly requestId: string;
    readonly functionArn: string;
    readonly payload: string;
    readonly failures: number;
  },
  failure: CallFailure,
) {
  return {
    version: '1.0',
    requestContext: {
      requestId: call.requestId,
      functionArn: `${call.functionArn}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: call.failures + 1,
    },
    requestPayload: JSON.parse(call.payload) as unknown,
    responsePayload: { errorMessage: failure.message },
  };
}

/** Why an asynchronous call failed. */
export interface CallFailure {
  readonly statusCode: number;
  readonly message: string;
}

/** The failure that a result tells of; undefined for a success. */
export function failureOf(result: InvocationResult): CallFailure | undefined {
  if (result.functionError === undefined) return undefined;
  return { statusCode: 200, message: errorMessage(result.payload) };
}

function errorMessage(payload: string): string {
  try {
    const document: unknown = JSON.parse(payload);
    if (typeof document === 'object' && document !== null && 'errorMessage' in document) {
      return String(document.errorMessage);
    }
  } catch {
    // Not an error document: the text itself says what there is to say.
  }
  return payload;
}
