import type { PredictAnswer, Prediction } from '../api/contract.ts';
import { CustomerMoneyRule } from '../economics/customer-money.ts';
import { expectedLossOf } from '../economics/expected-loss.ts';
import { riskLevelOf } from '../economics/risk-level.ts';
import { bestChanges, type Predict } from '../explain/best-changes.ts';
import type { Explainer } from '../explain/explainer.ts';
import { reasonsAt, remainderAt } from '../explain/reasons.ts';
import { tableOfCustomers } from '../explain/table-of-customers.ts';
import { columnLabels, inWords } from '../explain/words.ts';
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
  const { schema, metadata, explainer, score } = model;
  const input = modelInputOf(customers, schema);
  const probabilities = await score(input);
  const explained = explainedBy(explainer, input, schema);
  const changes =
    customers.length === 1
      ? { changes: await bestChanges(input, explainer.document.alternatives, columnLabels(schema), score) }
      : {};
  const money = metadata.retention && new CustomerMoneyRule(schema.economics, metadata.retention);
  return {
    modelVersion: metadata.modelVersion,
    currency: schema.economics.currency,
    predictions: customers.map(({ customerId, values }, index) => {
      const churnProbability = probabilities[index]!;
      const monthlyCharge = Number(values.get(schema.monthlyCharge));
      return {
        customerId,
        churnProbability,
        riskLevel: riskLevelOf(churnProbability, schema.riskThresholds),
        expectedLoss: expectedLossOf(churnProbability, monthlyCharge, schema.economics),
        ...(money?.moneyOf(churnProbability, monthlyCharge, Number(values.get(schema.tenure))) ?? {}),
        ...explained(index),
        ...changes,
      };
    }),
  };
}

type ExplainedParts = Required<Pick<Prediction, 'reasons' | 'baseProbability' | 'otherColumns'>>;

function explainedBy(
  explainer: Explainer,
  input: ModelInput,
  schema: SchemaDocument,
): (index: number) => ExplainedParts {
  const labels = columnLabels(schema);
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
    const values = customers.map((customer) => customer.values.get(name));
    return [name, type === 'numeric' ? Float32Array.from(values, Number) : values.map(String)] as const;
  });
  return { rowCount: customers.length, columns: Object.fromEntries(columns) };
}
