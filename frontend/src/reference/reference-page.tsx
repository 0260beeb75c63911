import type { OpenApi, Schema } from './document.ts';
import { FieldsTable } from './fields-table.tsx';
import { OperationSection } from './operation-section.tsx';
import { fieldsOf, typeText } from './type-text.ts';

/** The whole document for reading. */
export function ReferencePage({ document }: { readonly document: OpenApi }) {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  return (
    <main class="reference">
      <header>
        <p class="eyebrow">
          <a href="/">Churn and revenue</a>
        </p>
        <h1>API</h1>
        <p>{document.info.description}</p>
        <p>
          The same for programs: <a href="/api/openapi.json">/api/openapi.json</a>, OpenAPI {document.openapi}
          .
        </p>
      </header>
      <nav aria-label="Operations">
        <ul class="reference__list">
          {operations.map(({ path, method, operation }) => (
            <li key={operation.operationId}>
              <a href={`#${operation.operationId}`}>
                {method.toUpperCase()} {path}
              </a>{' '}
              {operation.summary}
            </li>
          ))}
        </ul>
      </nav>
      {operations.map((one) => (
        <OperationSection key={one.operation.operationId} document={document} {...one} />
      ))}
      {Object.entries(document.components.schemas).map(([name, schema]) => (
        <SchemaSection key={name} name={name} schema={schema} />
      ))}
    </main>
  );
}

function SchemaSection({ name, schema }: { readonly name: string; readonly schema: Schema }) {
  const fields = fieldsOf(schema);
  const [example] = schema.examples ?? [];
  return (
    <section class="reference__operation" aria-labelledby={name}>
      <h2 id={name}>{name}</h2>
      {schema.description && <p>{schema.description}</p>}
      {fields.length === 0 ? (
        <p>{typeText(schema)}</p>
      ) : (
        <FieldsTable caption={`Fields of ${name}`} fields={fields} />
      )}
      {example !== undefined && <pre>{JSON.stringify(example, null, 2)}</pre>}
    </section>
  );
}
