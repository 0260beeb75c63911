import { openApiDocument } from '#core/api/openapi/openapi-document.ts';
import { PreparedAnswer } from '#platform/http/http-handler.ts';
import { jsonResponse } from '#platform/http/responses.ts';
import { parseSchemaText, readSchemaText } from '#platform/schema-store.ts';
import type { ObjectStore } from '#platform/store/object-store.ts';

/** How old the schema document may be that the answer follows, here and in caches on the way. */
const MAX_AGE_SECONDS = 60;

interface Kept {
  readonly answer: PreparedAnswer;
  readonly untilMs: number;
}

/**
 * Answers with the OpenAPI document by the bucket's schema document.
 * @throws from the route, SchemaError where that document is not valid
 */
export function openApiRoute(
  store: ObjectStore,
  version: string,
  nowMs: () => number = Date.now,
): () => Promise<PreparedAnswer> {
  let kept: Kept | undefined;
  return async () => {
    if (kept !== undefined && nowMs() < kept.untilMs) return kept.answer;
    const document = openApiDocument(parseSchemaText(await readSchemaText(store)), version);
    const headers = { 'cache-control': `public, max-age=${MAX_AGE_SECONDS}` };
    kept = {
      answer: new PreparedAnswer(jsonResponse(200, document, headers)),
      untilMs: nowMs() + MAX_AGE_SECONDS * 1000,
    };
    return kept.answer;
  };
}
