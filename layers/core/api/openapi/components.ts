import * as z from 'zod';
import type { SchemaDocument } from '../../schema/schema-document.ts';
import * as contract from '../contract.ts';
import { uploadAnswerSchema, uploadRequestSchema } from '../uploads-contract.ts';
import { customerJsonSchema, predictBodyJsonSchema } from './customer-json-schema.ts';
import { answerJsonSchemas, type JsonObject, requestJsonSchema } from './json-schema.ts';

/** What the gateway itself answers to a caller it does not let through. */
const gatewayErrorSchema = z.object({ message: z.string() });

/** The answers, and the parts of answers that have a name of their own. */
const ANSWERS: Readonly<Record<string, z.ZodType>> = {
  Changes: contract.changesSchema,
  Customer: contract.customerSchema,
  Customers: contract.customersSchema,
  Definitions: contract.definitionsSchema,
  ErrorAnswer: contract.errorAnswerSchema,
  GatewayError: gatewayErrorSchema,
  Health: contract.healthSchema,
  Kpis: contract.kpisSchema,
  Model: contract.modelSchema,
  ModelPromotion: contract.modelPromotionSchema,
  Plan: contract.planSchema,
  PredictAnswer: contract.predictAnswerSchema,
  Prediction: contract.predictionSchema,
  Range: contract.rangeSchema,
  Reason: contract.reasonSchema,
  RiskDistribution: contract.riskDistributionSchema,
  RunChanges: contract.runChangesSchema,
  RunQuality: contract.runQualitySchema,
  Runs: contract.runsSchema,
  ScoredCustomer: contract.scoredCustomerSchema,
  Segment: contract.segmentSchema,
  Segments: contract.segmentsSchema,
  Survival: contract.survivalSchema,
  SurvivalCurve: contract.survivalCurveSchema,
  UploadAnswer: uploadAnswerSchema,
};

/** Every named schema of the document. */
export function componentSchemas(schema: SchemaDocument): Readonly<Record<string, JsonObject>> {
  return {
    ...answerJsonSchemas(ANSWERS),
    CustomerInput: customerJsonSchema(schema),
    PredictRequest: predictBodyJsonSchema(schema),
    UploadRequest: { ...requestJsonSchema(uploadRequestSchema), examples: [{ fileName: 'customers.csv' }] },
  };
}

/** A reference to the named schema that an answer has. @throws Error for an answer that has no name here */
export function referenceTo(answer: z.ZodType): JsonObject {
  const found = Object.entries(ANSWERS).find(([, schema]) => schema === answer);
  if (found === undefined) throw new Error('An answer of the API has no name among the components.');
  return reference(found[0]);
}

export function reference(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}
