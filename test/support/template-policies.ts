import { isDeepStrictEqual } from 'node:util';
import type { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';

const statementSchema = z.object({
  Action: z.union([z.string(), z.array(z.string())]),
  Effect: z.string(),
  Resource: z.unknown(),
  Condition: z.unknown().optional(),
});
type Statement = z.infer<typeof statementSchema>;
const policySchema = z.object({ PolicyDocument: z.object({ Statement: z.array(statementSchema) }) });

/** The statements of the policies whose ids match. */
export function statementsOf(template: Template, id: RegExp): Statement[] {
  return Object.entries(template.findResources('AWS::IAM::Policy'))
    .filter(([name]) => id.test(name))
    .flatMap(([, policy]) => policySchema.parse(policy.Properties).PolicyDocument.Statement);
}

/** X-Ray takes traces and knows no resources (AWS's service authorization reference). */
export const isTracing = ({ Action }: Statement): boolean =>
  isDeepStrictEqual([Action].flat().toSorted(), ['xray:PutTelemetryRecords', 'xray:PutTraceSegments']);
