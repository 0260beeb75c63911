import type { SchemaDocument } from '../../schema/schema-document.ts';
import { API_ROUTES } from '../routes.ts';
import { componentSchemas } from './components.ts';
import type { JsonObject } from './json-schema.ts';
import { operationOf, TOKEN_SCHEME } from './operations.ts';

const DESCRIPTION = [
  'Who is likely to leave, what it costs, and whom it pays to contact.',
  'Figures are of one published run, which every answer names; amounts are in its currency, times are UTC.',
].join(' ');
const TOKEN_DESCRIPTION = [
  'An access token of the user pool: people sign in with the hosted page (authorization code and PKCE), systems with',
  'client credentials. Each operation names the scope it wants: read is churn/read, predict churn/predict, admin',
  'churn/admin.',
].join(' ');

/** The API as an OpenAPI 3.1 document; what POST /api/predict takes follows the schema document. */
export function openApiDocument(schema: SchemaDocument, version: string): JsonObject {
  return {
    openapi: '3.1.0',
    info: { title: 'Churn and revenue', version, description: DESCRIPTION },
    servers: [{ url: '/', description: 'The origin that this document came from.' }],
    paths: paths(),
    components: {
      schemas: componentSchemas(schema),
      securitySchemes: {
        [TOKEN_SCHEME]: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: TOKEN_DESCRIPTION,
        },
      },
    },
  };
}

function paths(): JsonObject {
  const byPath: Record<string, Record<string, JsonObject>> = {};
  for (const route of API_ROUTES) {
    byPath[route.path] = { ...byPath[route.path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return byPath;
}
