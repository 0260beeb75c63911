import type { PredictAnswer, Prediction } from '../api/contract.ts';
import { CustomerFiguresRule } from '../economics/customer-figures.ts';
import { roundedProbability } from '../economics/precision.ts';
import { answerWithChanges, type Change, type Predict } from '../explain/best-changes.ts';
import type { Explainer } from '../explain/explainer.ts';
import { reasonsAt, remainderAt } from '../explain/reasons.ts';
import { tableOfCustomers } from '../explain/table-of-customers.ts';
import { type ColumnLabels, columnLabels, inWords } from '../explain/words.ts';
import type { ModelMetadata } from '../lake/documents.ts';
import type { ModelInput } from '../onnx/model-input.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import type { CustomerInput } from './parse-customers.ts';

/** A model to predict by. */
export interface PredictingModel {
  readonly schema: SchemaDocument;
  readonly metadata: Pick<ModelMetadata, 'modelVersion' | 'retention'>;
  readonly explainer: Explainer;
  /** Asks the model's graph. */
  readonly score: Predict;
}

/** Predicts customers and says why: the answer of POST /api/predict. One alone is also told what would help. */
export async function predictCustomers(
  customers: readonly CustomerInput[],
  model: PredictingModel,
): Promise<PredictAnswer> {
  const { schema, metadata, explainer } = model;
  const input = modelInputOf(customers, schema);
  const labels = columnLabels(schema);
  const { probabilities, changes } = await scored(input, model, labels);
  const explained = explainedBy(explainer, input, schema, labels);
  const rule = new CustomerFiguresRule(schema, metadata.retention);
  return {
    modelVersion: metadata.modelVersion,
    currency: schema.economics.currency,
    predictions: customers.map(({ customerId, values }, index) => {
      const probability = probabilities[index]!;
      const monthlyCharge = Number(values.get(schema.monthlyCharge));
      return {
        customerId,
        ...rule.riskOf(probability, monthlyCharge),
        ...rule.moneyOf(probability, monthlyCharge, Number(values.get(schema.tenure))),
        ...explained(index),
        ...(changes === undefined ? {} : { changes }),
      };
    }),
  };
}

interface Scored {
  readonly probabilities: ArrayLike<number>;
  /** Of a customer alone. */
  readonly changes?: Change[];
}

/** A customer alone and what would help are asked of the graph together: a call costs it more than some rows. */
async function scored(
  input: ModelInput,
  { explainer, score }: PredictingModel,
  labels: ColumnLabels,
): Promise<Scored> {
  if (input.rowCount !== 1) return { probabilities: await score(input) };
  const { alternatives } = explainer.document;
  const rounded: Predict = async (batch) => Array.from(await score(batch), roundedProbability);
  const { churnProbability, changes } = await answerWithChanges(input, alternatives, labels, rounded);
  return { probabilities: [churnProbability], changes };
}

type ExplainedParts = Required<Pick<Prediction, 'reasons' | 'baseProbability' | 'otherColumns'>>;

function explainedBy(
  explainer: Explainer,
  input: ModelInput,
  schema: SchemaDocument,
  labels: ColumnLabels,
): (index: number) => ExplainedParts {
  const table = tableOfCustomers(input, schema);
  const explanations = explainer.explain(
    table,
    Uint32Array.from({ length: table.rowCount }, (_, row) => row),
  );
  return (index) => {
    const reasons = reasonsAt(explanations, index, table, index);
    return {
      reasons: reasons.map((reason) => inWords(reason, labels)),
      baseProbability: explainer.base.probability,
      otherColumns: remainderAt(explanations, index, reasons),
    };
  };
}

function modelInputOf(customers: readonly CustomerInput[], schema: SchemaDocument): ModelInput {
  const columns = schema.columns.map(({ name, type }) => {
    if (type === 'category') return [name, customers.map(({ values }) => String(values.get(name)))] as const;
    const numbers = new Float32Array(customers.length);
    for (let row = 0; row < numbers.length; row++) numbers[row] = Number(customers[row]!.values.get(name));
    return [name, numbers] as const;
  });
  return { rowCount: customers.length, columns: Object.fromEntries(columns) };
}
