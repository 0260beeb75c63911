import { InferenceSession, Tensor } from 'onnxruntime-node';
import { ChurnError, DataError } from '#core/errors.ts';
import { ONNX_OUTPUT } from '#core/lake/documents.ts';
import type { ModelInput } from '#core/onnx/model-input.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';

export interface OnnxScorerOptions {
  /** Threads inside one call. @default 1 */
  readonly threads?: number;
}

/** A loaded model. */
export interface OnnxScorer {
  /**
   * The probability of leaving of every row, in order. Calls may overlap.
   * @throws ChurnError `MODEL_INPUT_INVALID` naming the column that is missing, of the wrong kind or length.
   */
  score(batch: ModelInput): Promise<Float32Array>;
  /** Frees the native memory; the scorer cannot be used after it. */
  release(): Promise<void>;
}

/**
 * Loads a model written by churnModelOnnx for the schema.
 * @throws DataError `MODEL_BROKEN` if it is not an ONNX model, or not one of this schema.
 */
export async function createOnnxScorer(
  onnx: Uint8Array,
  schema: SchemaDocument,
  options: OnnxScorerOptions = {},
): Promise<OnnxScorer> {
  const session = await openSession(onnx, options.threads ?? 1);
  const fault = signatureFault(session, schema);
  if (fault !== undefined) {
    await session.release();
    throw new DataError('MODEL_BROKEN', `The model does not fit the schema: ${fault}.`);
  }
  return {
    async score(batch) {
      if (batch.rowCount === 0) return new Float32Array(0);
      const feeds: Record<string, Tensor> = Object.create(null);
      for (const column of schema.columns) feeds[column.name] = inputTensor(batch, column);
      const output = (await session.run(feeds, [ONNX_OUTPUT]))[ONNX_OUTPUT];
      if (!(output?.data instanceof Float32Array) || output.data.length !== batch.rowCount) {
        throw new DataError('MODEL_BROKEN', `The model's ${ONNX_OUTPUT} is not one float32 a row.`);
      }
      return output.data;
    },
    release: () => session.release(),
  };
}

async function openSession(onnx: Uint8Array, threads: number): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(onnx, {
      executionProviders: ['cpu'],
      executionMode: 'sequential',
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
    });
  } catch (error) {
    throw new DataError('MODEL_BROKEN', 'The model cannot be loaded: it is not a valid ONNX file.', {
      cause: error,
    });
  }
}

function signatureFault(session: InferenceSession, schema: SchemaDocument): string | undefined {
  const typeOf = new Map(
    session.inputMetadata.map((input) => [input.name, input.isTensor ? input.type : '']),
  );
  for (const { name, type } of schema.columns) {
    if (!typeOf.has(name)) return `it has no input ${name}`;
    if (typeOf.get(name) !== (type === 'numeric' ? 'float32' : 'string'))
      return `${name} is not ${type} in it`;
    typeOf.delete(name);
  }
  const [unknown] = typeOf.keys();
  if (unknown !== undefined) return `it wants ${unknown}`;
  return session.outputNames.includes(ONNX_OUTPUT) ? undefined : `it has no output ${ONNX_OUTPUT}`;
}

function inputTensor({ rowCount, columns }: ModelInput, column: SchemaDocument['columns'][number]): Tensor {
  const { name, type } = column;
  const values = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (values?.length === rowCount) {
    if (type === 'numeric' && values instanceof Float32Array) {
      return new Tensor('float32', values, [rowCount, 1]);
    }
    if (type === 'category' && !(values instanceof Float32Array)) {
      return new Tensor('string', withoutNul(values), [rowCount, 1]);
    }
  }
  const wanted = type === 'numeric' ? 'a Float32Array' : 'a list of texts';
  throw new ChurnError('MODEL_INPUT_INVALID', `The column ${name} is not ${wanted} of ${rowCount} values.`);
}

/** The native runtime ends a text at U+0000, so `Yes\0no` would be read as `Yes`; with U+FFFD it stays an unseen value. */
function withoutNul(texts: readonly string[]): readonly string[] {
  if (!texts.some((text) => text.includes('\0'))) return texts;
  return texts.map((text) => text.replaceAll('\0', '\uFFFD'));
}
