import type { PredictAnswer } from '../api/contract.ts';
import { expectedLossOf, riskLevelOf } from '../economics/economics.ts';
import { reasonsOf, type Score } from '../explain/reasons.ts';
import type { ModelMetadata } from '../lake/documents.ts';
import type { ModelInput } from '../onnx/model-input.ts';
import type { SchemaDocument } from '../schema/schema-document.ts';
import type { CustomerInput } from './parse-customers.ts';

/** Predicts customers by the model that `score` runs: the answer of POST /api/predict. */
export async function predictCustomers(
  customers: readonly CustomerInput[],
  schema: SchemaDocument,
  metadata: ModelMetadata,
  score: Score,
): Promise<PredictAnswer> {
  const input = modelInputOf(customers, schema);
  const { probabilities, reasons } = await reasonsOf(input, schema, metadata.baseline, score);
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
        reasons: [...reasons[index]!],
      };
    }),
  };
}

function modelInputOf(customers: readonly CustomerInput[], schema: SchemaDocument): ModelInput {
  const columns = schema.columns.map(({ name, type }) => {
    const values = customers.map((customer) => customer.values.get(name));
    return [name, type === 'numeric' ? Float32Array.from(values, Number) : values.map(String)] as const;
  });
  return { rowCount: customers.length, columns: Object.fromEntries(columns) };
}
