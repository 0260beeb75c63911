import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { ChurnError } from '#core/errors.ts';
import { loggableError } from '../telemetry/loggable-error.ts';
import { logger } from '../telemetry/logger.ts';
import { recordColdStart, recordRequest } from '../telemetry/request-metrics.ts';
import { withinRequest } from './request-deadline.ts';
import { errorResponse, jsonResponse } from './responses.ts';

/** An answer whose status and headers a route has chosen itself. */
export class PreparedAnswer {
  readonly response: APIGatewayProxyStructuredResultV2;

  constructor(response: APIGatewayProxyStructuredResultV2) {
    this.response = response;
  }
}

/** Answers one route: with a value that becomes the JSON body of a 200, or with a PreparedAnswer. */
export type Route = (event: APIGatewayProxyEventV2) => Promise<unknown>;

export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * The Lambda handler of an HTTP API's routes, by route key (`GET /api/kpis`). What a route throws becomes an error
 * answer: its message is shown below 500 and for 503, and kept to the log otherwise. Each request leaves one log line
 * and its metrics; neither says anything of what was asked or answered.
 */
export function httpHandler(routes: Readonly<Record<string, Route>>): HttpHandler {
  const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .handler(async (event: APIGatewayProxyEventV2, context: Context) => {
      const startedMs = performance.now();
      const { routeKey } = event;
      logger.appendKeys({ requestId: event.requestContext.requestId, routeKey });
      recordColdStart(context.functionName);
      const { response, error } = await withinRequest(context, () => answered(routes, event));
      const status = response.statusCode ?? 200;
      const durationMs = Math.round((performance.now() - startedMs) * 10) / 10;
      const line = { status, durationMs, ...(error instanceof ChurnError ? { code: error.code } : {}) };
      if (status >= 500) logger.error('request', { ...line, failure: loggableError(error) });
      else logger.info('request', line);
      recordRequest({ routeKey, status, durationMs });
      return response;
    });
  return handler as unknown as HttpHandler;
}

async function answered(
  routes: Readonly<Record<string, Route>>,
  event: APIGatewayProxyEventV2,
): Promise<{ readonly response: APIGatewayProxyStructuredResultV2; readonly error?: unknown }> {
  try {
    const route = routes[event.routeKey];
    if (route === undefined) throw new Error(`No route ${event.routeKey} in this function.`);
    const answer = await route(event);
    return { response: answer instanceof PreparedAnswer ? answer.response : jsonResponse(200, answer) };
  } catch (error) {
    return { response: errorResponse(error, event.requestContext.requestId), error };
  }
}
