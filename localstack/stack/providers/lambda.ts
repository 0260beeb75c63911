import { z } from 'zod';
import type { Provider } from '../local-cloud.ts';
import { TemplateError } from '../template/template-error.ts';
import { propertiesOf, required } from './properties.ts';

const assetLocation = z.object({ S3Key: z.string() });

export const layerVersion: Provider = (resource, { assembly, context, layers }) => {
  const { Content } = propertiesOf(resource, z.object({ Content: assetLocation }));
  const arn = `arn:aws:lambda:${context.region}:${context.accountId}:layer:${resource.name}:1`;
  layers.set(arn, assembly.assetPath(Content.S3Key));
  return { ref: arn, attributes: {} };
};

const functionProperties = z.object({
  Code: z.union([assetLocation, z.object({ ZipFile: z.string() })]),
  Handler: z.string(),
  Runtime: z.string(),
  Timeout: z.number().default(3),
  MemorySize: z.number().default(128),
  Layers: z.array(z.string()).default([]),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }).default({ Variables: {} }),
  ReservedConcurrentExecutions: z.number().optional(),
  DeadLetterConfig: z.object({ TargetArn: z.string() }).optional(),
  EphemeralStorage: z.object({ Size: z.number() }).default({ Size: 512 }),
});

/** Functions of other runtimes belong to CDK's own custom resources, whose work is done by their providers here. */
const RUN_RUNTIMES = /^nodejs/;

export const lambdaFunction: Provider = (resource, { assembly, context, functions, layers }) => {
  const properties = propertiesOf(resource, functionProperties);
  const arn = `arn:aws:lambda:${context.region}:${context.accountId}:function:${resource.name}`;
  const physical = { ref: resource.name, attributes: { Arn: arn } };
  if (!RUN_RUNTIMES.test(properties.Runtime) || 'ZipFile' in properties.Code) return physical;
  functions.set(arn, {
    name: resource.name,
    arn,
    codeDirectory: assembly.assetPath(properties.Code.S3Key),
    layerDirectories: properties.Layers.map((layer) => required(layers, layer, resource, 'layer')),
    handler: properties.Handler,
    runtime: properties.Runtime,
    environment: properties.Environment.Variables,
    timeoutSeconds: properties.Timeout,
    memoryMb: properties.MemorySize,
    ephemeralStorageMb: properties.EphemeralStorage.Size,
    asyncRetries: 2,
    ...(properties.ReservedConcurrentExecutions === undefined
      ? {}
      : { reservedConcurrency: properties.ReservedConcurrentExecutions }),
    ...(properties.DeadLetterConfig === undefined
      ? {}
      : { deadLetterQueueArn: properties.DeadLetterConfig.TargetArn }),
  });
  return physical;
};

const invokeProperties = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: z.number().int().min(0).max(2).default(2),
  DestinationConfig: z
    .undefined({ error: 'destinations are not run here; use a dead-letter queue' })
    .optional(),
});

/** Sets how often a function is tried again; it comes after the function and before the first call. */
export const eventInvokeConfig: Provider = (resource, { context, functions }) => {
  const properties = propertiesOf(resource, invokeProperties);
  const arn = `arn:aws:lambda:${context.region}:${context.accountId}:function:${properties.FunctionName}`;
  const configuration = required(functions, arn, resource, 'function');
  functions.set(arn, { ...configuration, asyncRetries: properties.MaximumRetryAttempts });
  return { ref: resource.name, attributes: {} };
};

/** There is one version of a function here: the one of the template. */
export const lambdaVersion: Provider = (resource, { context }) => {
  const { FunctionName } = propertiesOf(resource, z.object({ FunctionName: z.string() }));
  const arn = `arn:aws:lambda:${context.region}:${context.accountId}:function:${FunctionName}`;
  return { ref: arn, attributes: { Version: '1', FunctionArn: arn } };
};

/** Calls the function and waits for it, as a deployment does. */
export const trigger: Provider = async (resource, { functions, lambda }) => {
  const { HandlerArn } = propertiesOf(resource, z.object({ HandlerArn: z.string() }));
  lambda.register(required(functions, HandlerArn, resource, 'function'));
  const { payload, functionError } = await lambda.invoke(HandlerArn, {});
  if (functionError !== undefined) throw new TemplateError(`The trigger ${resource.id} failed: ${payload}`);
  return { ref: resource.name, attributes: {} };
};
