import * as z from 'zod';
import { physicalName } from '../physical-names.ts';
import { arnOf, booleanSchema, numberSchema, provider, textSchema } from '../provider.ts';

/** A cluster: only a name for tasks to be run in. */
export const clusterProvider = provider(
  { ClusterName: z.string().optional() },
  ['ClusterSettings', 'Configuration', 'Tags'],
  ({ ClusterName }, context) => {
    const name = ClusterName ?? physicalName(context.place.stackName, context.logicalId, 255);
    const arn = arnOf(context, 'ecs', `cluster/${name}`);
    context.draft.tasks.clusterArns.push(arn);
    return { ref: name, attributes: { Arn: arn } };
  },
);

const containerSchema = z.strictObject({
  Name: z.string(),
  Image: z.string(),
  Essential: booleanSchema.default(true),
  Environment: z.array(z.strictObject({ Name: z.string(), Value: textSchema })).default([]),
  LogConfiguration: z.unknown().optional(),
});

/** A Fargate task definition of one container, whose image is an asset. */
export const taskDefinitionProvider = provider(
  {
    Family: z.string().optional(),
    Memory: numberSchema,
    ContainerDefinitions: z
      .array(containerSchema)
      .length(1, { error: 'the local cloud runs tasks of one container' }),
    RequiresCompatibilities: z.tuple([z.literal('FARGATE')]),
    NetworkMode: z.literal('awsvpc'),
  },
  ['Cpu', 'ExecutionRoleArn', 'RuntimePlatform', 'Tags', 'TaskRoleArn'],
  ({ Family, Memory, ContainerDefinitions }, context) => {
    const family = Family ?? physicalName(context.place.stackName, context.logicalId, 255);
    const arn = arnOf(context, 'ecs', `task-definition/${family}:1`);
    for (const { Name, Image, Environment } of ContainerDefinitions) {
      context.draft.tasks.definitions.push({
        ...{ arn, family, containerName: Name, memoryMb: Memory },
        imageDirectory: context.imageOf(Image),
        environment: Object.fromEntries(Environment.map((variable) => [variable.Name, variable.Value])),
      });
    }
    return { ref: arn, attributes: { TaskDefinitionArn: arn } };
  },
);
