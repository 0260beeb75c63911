import * as z from 'zod';
import { EcsError } from './ecs-error.ts';
import { overridesSchema } from './task-record.ts';

/** Every other member is refused: what is silently left out would behave differently in the cloud. */
export const runTaskSchema = z.strictObject({
  cluster: z.string(),
  taskDefinition: z.string(),
  launchType: z.literal('FARGATE'),
  count: z.literal(1).default(1),
  startedBy: z.string().max(128).optional(),
  clientToken: z.string().max(64).optional(),
  networkConfiguration: z.strictObject({
    awsvpcConfiguration: z.strictObject({
      subnets: z.array(z.string()).min(1).max(16),
      securityGroups: z.array(z.string()).max(5).default([]),
      assignPublicIp: z.enum(['ENABLED', 'DISABLED']).default('DISABLED'),
    }),
  }),
  overrides: overridesSchema.default({ containerOverrides: [] }),
});
export type RunTaskRequest = z.infer<typeof runTaskSchema>;

export const describeTasksSchema = z.strictObject({
  cluster: z.string(),
  tasks: z.array(z.string()).min(1).max(100),
});
export type DescribeTasksRequest = z.infer<typeof describeTasksSchema>;

/** Reads a request's body. @throws EcsError `InvalidParameterException` naming the first fault */
export function parseRequest<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new EcsError('InvalidParameterException', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}
