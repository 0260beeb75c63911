import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { logger } from '../telemetry/logger.ts';
import { errorResponse, jsonResponse } from './responses.ts';

/** Answers one route with a value that becomes the JSON body. */
export type Route = (event: APIGatewayProxyEventV2) => Promise<unknown>;

export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * The Lambda handler of an HTTP API's routes, by route key (`GET /api/kpis`). What a route throws becomes an error
 * answer: its message is shown below 500 and for 503, and kept to the log otherwise.
 */
export function httpHandler(routes: Readonly<Record<string, Route>>): HttpHandler {
  const handler = middy()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use({
      onError: (request) => {
        const event = request.event as APIGatewayProxyEventV2;
        const response = errorResponse(request.error, event.requestContext.requestId);
        if ((response.statusCode ?? 500) >= 500) {
          logger.error('request failed', { routeKey: event.routeKey, error: request.error as Error });
        }
        request.response = response;
      },
    })
    .handler(async (event: APIGatewayProxyEventV2) => {
      const route = routes[event.routeKey];
      if (route === undefined) throw new Error(`No route ${event.routeKey} in this function.`);
      return jsonResponse(200, await route(event));
    });
  return handler as unknown as HttpHandler;
}
