import type * as z from 'zod';
import type { ApiRoute, RouteRefusal } from '../routes.ts';
import { reference, referenceTo } from './components.ts';
import { type JsonObject, requestJsonSchema } from './json-schema.ts';

/** The scheme's name under components.securitySchemes. */
export const TOKEN_SCHEME = 'token';

const json = (schema: JsonObject): JsonObject => ({ 'application/json': { schema } });
const retryAfter = { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds to wait.' } };
const throttled = {
  'Retry-After': {
    schema: { type: 'integer' },
    description: 'Seconds to wait. Sent through CloudFront; API Gateway asked directly sends none.',
  },
};

/** The path's item by method, for one path's routes. */
export function operationOf(route: ApiRoute): JsonObject {
  const parameters = [...pathParameters(route), ...queryParameters(route), ...tagParameters(route)];
  return {
    operationId: route.operationId,
    summary: route.summary,
    ...(route.access === 'public' ? { security: [] } : { security: [{ [TOKEN_SCHEME]: [route.access] }] }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.body === undefined ? {} : { requestBody: { required: true, content: json(bodyOf(route)) } }),
    responses: responsesOf(route),
  };
}

function bodyOf({ body }: ApiRoute): JsonObject {
  return reference(body === 'customers' ? 'PredictRequest' : 'UploadRequest');
}

function pathParameters({ pathParameters: schemas = {} }: ApiRoute): JsonObject[] {
  return Object.entries(schemas).map(([name, schema]) => ({
    ...parameter('path', name, schema),
    required: true,
  }));
}

function queryParameters({ query }: ApiRoute): JsonObject[] {
  return Object.entries(query?.shape ?? {}).map(([name, schema]) =>
    parameter('query', name, schema as z.ZodType),
  );
}

function parameter(where: 'path' | 'query', name: string, schema: z.ZodType): JsonObject {
  const { description, ...rest } = requestJsonSchema(schema);
  return { name, in: where, ...(description === undefined ? {} : { description }), schema: rest };
}

function tagParameters({ ofRun }: ApiRoute): JsonObject[] {
  if (!ofRun) return [];
  const description = 'The ETag of an earlier answer; while it stands the answer is 304 without a body.';
  return [{ name: 'If-None-Match', in: 'header', description, schema: { type: 'string' } }];
}

const REFUSALS: Readonly<Record<RouteRefusal, readonly [status: string, description: string]>> = {
  invalid: ['400', 'The request is not valid; `fields` names what is wrong.'],
  'not found': ['404', 'There is no such thing in the published run.'],
  'too large': ['413', 'The body is too large.'],
  'not ready': ['503', 'Nothing is published yet, or the database is waking; see `code`.'],
};

function responsesOf(route: ApiRoute): JsonObject {
  const { answer, ofRun, access, refusals } = route;
  const errors = refusals.map((refusal) => {
    const [status, description] = REFUSALS[refusal];
    const headers = refusal === 'not ready' ? { headers: retryAfter } : {};
    return [status, { description, ...headers, content: json(reference('ErrorAnswer')) }];
  });
  const gateway = json(reference('GatewayError'));
  return {
    '200': {
      description: 'The answer.',
      ...(ofRun ? { headers: { ETag: { schema: { type: 'string' } } } } : {}),
      content: json(
        answer === undefined ? { type: 'object', additionalProperties: true } : referenceTo(answer),
      ),
    },
    ...(ofRun ? { '304': { description: 'What the caller has still stands.' } } : {}),
    ...Object.fromEntries(errors),
    ...(access === 'public'
      ? {}
      : {
          '401': { description: 'No token, or one that is not valid.', content: gateway },
          '403': { description: `The token lacks the scope churn/${access}.`, content: gateway },
        }),
    '429': { description: 'Too many requests just now.', headers: throttled, content: gateway },
    '500': { description: 'Something failed on our side.', content: json(reference('ErrorAnswer')) },
  };
}
