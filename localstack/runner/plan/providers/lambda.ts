import * as z from 'zod';
import { TemplateError } from '../../../template/template-error.ts';
import type { CodeSource } from '../cloud-plan.ts';
import { opaqueId, physicalName } from '../physical-names.ts';
import {
  arnOf,
  numberSchema,
  type Provider,
  type ProviderContext,
  passive,
  provider,
  textSchema,
} from '../provider.ts';

/** Lambda's own, for a function without an EventInvokeConfig. */
const DEFAULT_ASYNC_RETRIES = 2;

const codeSchema = z.union([
  z.object({ S3Key: z.string(), S3Bucket: z.string() }),
  z.strictObject({ ZipFile: z.string() }),
]);

const realFunctionProvider = provider(
  {
    FunctionName: z.string().optional(),
    Code: codeSchema,
    Handler: z.string(),
    Runtime: z.string().regex(/^nodejs/, { error: 'only Node.js runtimes run here' }),
    PackageType: z.literal('Zip').optional(),
    Timeout: numberSchema.default(3),
    MemorySize: numberSchema.default(128),
    EphemeralStorage: z.strictObject({ Size: numberSchema }).default({ Size: 512 }),
    ReservedConcurrentExecutions: numberSchema.optional(),
    Environment: z.strictObject({ Variables: z.record(z.string(), textSchema).default({}) }).optional(),
    Layers: z.array(z.string()).default([]),
    DeadLetterConfig: z.strictObject({ TargetArn: z.string().optional() }).default({}),
  },
  [
    'Architectures',
    'CodeSigningConfigArn',
    'Description',
    'KmsKeyArn',
    'LoggingConfig',
    'RecursiveLoop',
    'Role',
    'RuntimeManagementConfig',
    'SnapStart',
    'Tags',
    'TracingConfig',
    'VpcConfig',
  ],
  (properties, context) => {
    const identity = functionIdentity(context, properties.FunctionName);
    const { TargetArn } = properties.DeadLetterConfig;
    const reservedConcurrency = properties.ReservedConcurrentExecutions;
    context.draft.functions.set(identity.attributes.Arn, {
      name: identity.ref,
      arn: identity.attributes.Arn,
      code: codeOf(properties.Code, context),
      layers: properties.Layers.map((arn) => layerAsset(arn, context)),
      handler: properties.Handler,
      runtime: properties.Runtime,
      environment: properties.Environment?.Variables ?? {},
      timeoutSeconds: properties.Timeout,
      memoryMb: properties.MemorySize,
      ephemeralStorageMb: properties.EphemeralStorage.Size,
      ...(reservedConcurrency === undefined ? {} : { reservedConcurrency }),
      asyncRetries: DEFAULT_ASYNC_RETRIES,
      deadLetterQueueArn: TargetArn === undefined ? undefined : context.draft.queueArn(TargetArn),
      onFailureFunctionArn: undefined,
    });
    return identity;
  },
);

/** A function; one behind a custom resource that the runner stands in for is only a name. */
export const functionProvider: Provider = {
  ignores: (property) => realFunctionProvider.ignores(property),
  plan: (properties, context) =>
    context.isStandIn ? functionIdentity(context, undefined) : realFunctionProvider.plan(properties, context),
};

function functionIdentity(context: ProviderContext, ownName: string | undefined) {
  const name = ownName ?? physicalName(context.place.stackName, context.logicalId, 64);
  return { ref: name, attributes: { Arn: arnOf(context, 'lambda', `function:${name}`) } };
}

function codeOf(code: z.infer<typeof codeSchema>, { assetOf }: ProviderContext): CodeSource {
  return 'ZipFile' in code
    ? { kind: 'inline', text: code.ZipFile }
    : { kind: 'asset', path: assetOf(code.S3Key) };
}

function layerAsset(arn: string, { draft }: ProviderContext): string {
  const asset = draft.layers.get(arn);
  if (asset !== undefined) return asset;
  throw new TemplateError(`Layers: ${arn} is no layer of this template`);
}

export const layerVersionProvider = provider(
  { Content: z.object({ S3Key: z.string() }), LayerName: z.string().optional() },
  ['CompatibleArchitectures', 'CompatibleRuntimes', 'Description', 'LicenseInfo'],
  ({ Content, LayerName }, context) => {
    const name = LayerName ?? physicalName(context.place.stackName, context.logicalId, 64);
    const arn = arnOf(context, 'lambda', `layer:${name}:1`);
    context.draft.layers.set(arn, context.assetOf(Content.S3Key));
    return { ref: arn, attributes: { LayerVersionArn: arn } };
  },
);

/** There is one version of a function here, the one that runs. */
export const versionProvider = provider(
  { FunctionName: z.string() },
  ['CodeSha256', 'Description', 'ProvisionedConcurrencyConfig', 'RuntimePolicy'],
  ({ FunctionName }, context) => {
    const arn = `${functionArn(FunctionName, context)}:1`;
    return { ref: arn, attributes: { FunctionArn: arn, Version: '1' } };
  },
);

export const aliasProvider = provider(
  { FunctionName: z.string(), FunctionVersion: z.string(), Name: z.string() },
  ['Description', 'ProvisionedConcurrencyConfig'],
  ({ FunctionName, Name }, context) => {
    const arn = `${functionArn(FunctionName, context)}:${Name}`;
    return { ref: arn, attributes: { AliasArn: arn } };
  },
);

/** A stand-in may have versions too, so it need not be in the draft. */
function functionArn(nameOrArn: string, context: ProviderContext): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn : arnOf(context, 'lambda', `function:${nameOrArn}`);
}

/** How asynchronous calls are retried, and where one goes that failed for good. */
export const eventInvokeConfigProvider = provider(
  {
    FunctionName: z.string(),
    MaximumRetryAttempts: numberSchema.default(DEFAULT_ASYNC_RETRIES),
    DestinationConfig: z
      .strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() })
      .default({}),
  },
  ['MaximumEventAgeInSeconds', 'Qualifier'],
  ({ FunctionName, MaximumRetryAttempts, DestinationConfig }, { logicalId, place, draft }) => {
    const planned = draft.function(FunctionName);
    planned.asyncRetries = MaximumRetryAttempts;
    const destination = DestinationConfig.OnFailure?.Destination;
    if (destination?.split(':')[2] === 'lambda') {
      planned.onFailureFunctionArn = draft.function(destination).arn;
    } else if (destination !== undefined) {
      if (planned.deadLetterQueueArn !== undefined) {
        throw new TemplateError('the function has a dead-letter queue, so it cannot have OnFailure here too');
      }
      planned.deadLetterQueueArn = draft.queueArn(destination);
    }
    return { ref: opaqueId(place.stackName, logicalId, 16), attributes: {} };
  },
);

/** Every function may be called by everyone here. */
export const permissionProvider = passive(({ logicalId }) => ({ ref: logicalId, attributes: {} }));

/** CDK's call of a function while deploying. */
export const triggerProvider = provider(
  { HandlerArn: z.string(), InvocationType: z.enum(['RequestResponse', 'Event']).default('RequestResponse') },
  ['ServiceToken', 'Timeout', 'ExecuteOnHandlerChange'],
  ({ HandlerArn, InvocationType }, { logicalId, draft }) => {
    draft.steps.push({
      kind: 'trigger',
      logicalId,
      functionArn: draft.function(HandlerArn).arn,
      waits: InvocationType === 'RequestResponse',
    });
    return { ref: logicalId, attributes: {} };
  },
);
