import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { AnswerCache } from '#platform/http/answer-cache.ts';
import { entityTagOf, namesTag } from '#platform/http/entity-tag.ts';
import { PreparedAnswer, type Route } from '#platform/http/http-handler.ts';
import { notModifiedResponse, taggedResponse } from '#platform/http/responses.ts';
import type { InsightsReader, PublishedRun } from '#platform/insights-store/insights-store.ts';
import { logger } from '#platform/telemetry/logger.ts';

export interface RunRoutes {
  readonly reader: InsightsReader;
  readonly answers: AnswerCache;
  /** Part of every tag: other code may answer in another shape. */
  readonly codeVersion: string;
}

/** What is asked about one run, by its parameters. */
export interface RunRead {
  /** Which run; `publishedRun` of the reader that `answer` is given is that one, whatever is published meanwhile. */
  readonly runOf?: (reader: InsightsReader, event: APIGatewayProxyEventV2) => Promise<PublishedRun>;
  /** The answer; it must follow from the run and the request's parameters alone. */
  readonly answer: (reader: InsightsReader, event: APIGatewayProxyEventV2) => Promise<unknown>;
}

/**
 * A read of one run, which never changes once it is published: the answer has a tag made of the run, the route, its
 * parameters and the code. A caller who has it gets 304; otherwise it comes from memory where this instance gave it
 * before, and only else from the database.
 */
export function runRoute({ reader, answers, codeVersion }: RunRoutes, read: RunRead): Route {
  const runOf = read.runOf ?? ((source) => source.publishedRun());
  return async (event) => {
    const run = await runOf(reader, event);
    logger.appendKeys({ runId: run.runId, modelVersion: run.modelVersion });
    const etag = entityTagOf([codeVersion, run.runId, event.routeKey, ...parametersOf(event)]);
    if (namesTag(event.headers['if-none-match'], etag)) return answered('caller', notModifiedResponse(etag));
    const known = answers.get(etag);
    if (known !== undefined) return answered('memory', taggedResponse(known, etag));
    const pinned = { ...reader, publishedRun: async () => run, findPublishedRun: async () => run };
    const json = JSON.stringify(await read.answer(pinned, event));
    answers.set(etag, json);
    return answered('store', taggedResponse(json, etag));
  };
}

/** Where the answer came from goes into the request's log line. */
function answered(from: 'caller' | 'memory' | 'store', response: PreparedAnswer['response']): PreparedAnswer {
  logger.appendKeys({ answeredFrom: from });
  return new PreparedAnswer(response);
}

/** Path and query parameters, in an order that does not depend on how they were sent. */
function parametersOf({ pathParameters, queryStringParameters }: APIGatewayProxyEventV2): unknown[] {
  return [pathParameters, queryStringParameters].map((parameters) =>
    Object.entries(parameters ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
