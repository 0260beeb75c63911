import * as z from 'zod';
import type { LambdaService } from '../../services.ts';
import type { FunctionTrigger } from '../plan/cloud-plan.ts';
import { StartError } from '../start-error.ts';

const faultSchema = z.object({ errorMessage: z.string() });

/** Calls a function as a deployment does. @throws StartError with the function's own message where it fails */
export async function callTrigger(trigger: FunctionTrigger, lambda: LambdaService): Promise<void> {
  if (!trigger.waits) return lambda.invokeAsync(trigger.functionArn, {});
  const { payload, functionError } = await lambda.invoke(trigger.functionArn, {});
  if (functionError === undefined) return;
  const fault = faultSchema.safeParse(parsed(payload));
  const reason = fault.success ? fault.data.errorMessage : payload;
  throw new StartError(`Custom::Trigger ${trigger.logicalId}: ${trigger.functionArn} failed: ${reason}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
