import { curlLine } from './curl-line.ts';
import type { OpenApi, Operation, Schema } from './document.ts';
import { FieldsTable } from './fields-table.tsx';
import { type Field, referredName, typeText } from './type-text.ts';

export interface OperationSectionProps {
  readonly document: OpenApi;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** One operation: who may call it, what it takes, what it answers, and a call to copy. */
export function OperationSection({ document, method, path, operation }: OperationSectionProps) {
  const scopes = operation.security?.flatMap((scheme) => Object.values(scheme).flat()) ?? [];
  const body = operation.requestBody?.content?.['application/json']?.schema;
  const parameters = operation.parameters ?? [];
  const errors = Object.entries(operation.responses).filter(([status]) => status !== '200');
  return (
    <section class="reference__operation" aria-labelledby={operation.operationId}>
      <h2 id={operation.operationId}>
        {method.toUpperCase()} {path}
      </h2>
      <p>{operation.summary}.</p>
      <p class="reference__quiet">
        {scopes.length === 0
          ? 'Open to everybody.'
          : `Needs a token with the scope churn/${scopes.join(', ')}.`}
      </p>
      {parameters.length > 0 && (
        <FieldsTable caption="Parameters" fields={parameters.map(fieldOfParameter)} />
      )}
      {body && (
        <p>
          Takes <SchemaLink schema={body} />.
        </p>
      )}
      <Answer schema={operation.responses['200']?.content?.['application/json']?.schema} />
      <ul class="reference__list" aria-label="Other answers">
        {errors.map(([status, { description }]) => (
          <li key={status}>
            <code>{status}</code> {description}
          </li>
        ))}
      </ul>
      <pre>{curlLine(document, window.location.origin, method, path, operation)}</pre>
    </section>
  );
}

function fieldOfParameter(parameter: NonNullable<Operation['parameters']>[number]): Field {
  const { name, in: where, required = false, description = '', schema } = parameter;
  const meaning = [description, where === 'query' ? '' : `In the ${where}.`].filter(Boolean).join(' ');
  return { path: name, required, schema: { ...schema, description: meaning } };
}

function Answer({ schema }: { readonly schema: Schema | undefined }) {
  if (schema === undefined) return null;
  return (
    <p>
      Answers <SchemaLink schema={schema} />.
    </p>
  );
}

function SchemaLink({ schema }: { readonly schema: Schema }) {
  const name = referredName(schema);
  return name === undefined ? <span>{typeText(schema)}</span> : <a href={`#${name}`}>{name}</a>;
}
