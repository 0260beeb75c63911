import * as z from 'zod';
import { ChurnError } from '#core/errors.ts';
import { readCloudAssembly } from '../../../localstack/template/cloud-assembly.ts';
import type { Template } from '../../../localstack/template/template.ts';

/** What the bench must know of the template that runs. */
export interface DeployedApp {
  /** The name of each function, by that of its folder: `clean`, `score` … */
  readonly functionNames: ReadonlyMap<string, string>;
  readonly database: DatabaseCapacity;
  readonly trainingTask: TaskSize;
}

/** What a Fargate task is given. */
export interface TaskSize {
  readonly vcpus: number;
  readonly memoryGb: number;
}

/** How Aurora Serverless may scale, in capacity units (ACU). */
export interface DatabaseCapacity {
  readonly maxAcu: number;
  /** After so long without a request it sleeps and costs nothing but its storage. */
  readonly secondsUntilPause: number;
}

const functionSchema = z.object({
  Environment: z.object({ Variables: z.object({ POWERTOOLS_SERVICE_NAME: z.string() }) }),
});
/** In 1024ths of a processor, and MiB. */
const taskSchema = z.object({ Cpu: z.coerce.number(), Memory: z.coerce.number() });
const clusterSchema = z.object({
  ServerlessV2ScalingConfiguration: z.object({ MaxCapacity: z.number(), SecondsUntilAutoPause: z.number() }),
});

/** Reads a cdk.out folder. @throws TemplateError; ChurnError `TEMPLATE_UNKNOWN` where it has no such database */
export async function readDeployedApp(cdkOut: string): Promise<DeployedApp> {
  const { stackName, template } = await readCloudAssembly(cdkOut);
  return deployedApp(stackName, template);
}

/** What a template says. @throws ChurnError `TEMPLATE_UNKNOWN` where it has no serverless database that may sleep, or no task */
export function deployedApp(stackName: string, { Resources }: Pick<Template, 'Resources'>): DeployedApp {
  const functionNames = new Map<string, string>();
  let database: DatabaseCapacity | undefined;
  let trainingTask: TaskSize | undefined;
  for (const [id, { Type, Properties }] of Object.entries(Resources)) {
    const found = Type === 'AWS::Lambda::Function' ? functionSchema.safeParse(Properties).data : undefined;
    if (found !== undefined) {
      functionNames.set(found.Environment.Variables.POWERTOOLS_SERVICE_NAME, `${stackName}-${id}`);
    }
    const task = Type === 'AWS::ECS::TaskDefinition' ? taskSchema.safeParse(Properties).data : undefined;
    if (task !== undefined) trainingTask = { vcpus: task.Cpu / 1024, memoryGb: task.Memory / 1024 };
    const scaling = Type === 'AWS::RDS::DBCluster' ? clusterSchema.safeParse(Properties).data : undefined;
    if (scaling === undefined) continue;
    const { MaxCapacity, SecondsUntilAutoPause } = scaling.ServerlessV2ScalingConfiguration;
    database = { maxAcu: MaxCapacity, secondsUntilPause: SecondsUntilAutoPause };
  }
  if (database === undefined) {
    throw new ChurnError('TEMPLATE_UNKNOWN', 'The template has no serverless database that may sleep.');
  }
  if (trainingTask === undefined) throw new ChurnError('TEMPLATE_UNKNOWN', 'The template has no task.');
  return { functionNames, database, trainingTask };
}
