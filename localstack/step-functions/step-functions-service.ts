import * as z from 'zod';
import { startJsonServer } from '../aws-json/json-server.ts';
import type { CloudContext, StepFunctionsService } from '../services.ts';
import { type ExecutionSettings, Executions } from './executions.ts';
import { StepFunctionsError } from './step-functions-error.ts';

/** Every other member is refused: what is silently left out would behave differently in the cloud. */
const startSchema = z.strictObject({
  stateMachineArn: z.string(),
  name: z.string().optional(),
  input: z.string().default('{}'),
});
const describeSchema = z.strictObject({ executionArn: z.string() });

/** Serves StartExecution and DescribeExecution on `port` (0 for any free one), and goes on with the executions of before. */
export async function startStepFunctions(
  context: CloudContext,
  { port, ...settings }: ExecutionSettings & { readonly port: number },
): Promise<StepFunctionsService> {
  const executions = new Executions(context, settings);
  const server = await startJsonServer(context, {
    ...{ port, service: 'states', version: '1.0', target: 'AWSStepFunctions' },
    operations: {
      StartExecution: (input) => executions.start(parsed(startSchema, input)),
      DescribeExecution: async (input) => executions.describe(parsed(describeSchema, input).executionArn),
    },
  });
  await executions.open();
  return {
    endpoint: server.endpoint,
    async close() {
      executions.close();
      await server.close();
    },
  };
}

function parsed<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new StepFunctionsError('ValidationException', `${issue?.path.join('.')}: ${issue?.message}`);
}
