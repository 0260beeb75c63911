import * as z from 'zod';

const environmentSchema = z.array(z.strictObject({ name: z.string(), value: z.string() }));

/** What a call may set over a task definition's own. */
export const overridesSchema = z.strictObject({
  containerOverrides: z
    .array(z.strictObject({ name: z.string(), environment: environmentSchema.default([]) }))
    .max(1)
    .default([]),
});

/** A task as it is kept in the state folder. */
export const taskRecordSchema = z.object({
  taskArn: z.string(),
  clusterArn: z.string(),
  taskDefinitionArn: z.string(),
  containerName: z.string(),
  /** Two calls with one token mean one task. */
  clientToken: z.string().optional(),
  startedBy: z.string().optional(),
  overrides: overridesSchema,
  lastStatus: z.enum(['PENDING', 'RUNNING', 'STOPPED']),
  createdAt: z.string(),
  stopped: z
    .object({
      at: z.string(),
      stopCode: z.enum(['EssentialContainerExited', 'TaskFailedToStart']),
      reason: z.string(),
      /** Absent where the container never began. */
      exitCode: z.number().int().optional(),
      containerReason: z.string().optional(),
    })
    .optional(),
  /** Whether the rules that wait for its end have been told. */
  isTold: z.boolean(),
});
export type TaskRecord = z.infer<typeof taskRecordSchema>;
export type TaskEnd = Omit<NonNullable<TaskRecord['stopped']>, 'at'>;

/** A task as the API describes it: times are seconds since 1970. */
export function answeredTask(record: TaskRecord) {
  const { stoppedAt, ...task } = describeTask(record);
  return { ...task, ...(stoppedAt === undefined ? {} : { stoppedAt: Date.parse(stoppedAt) / 1000 }) };
}

/** A task as events describe it: times are ISO 8601 texts. */
export function describeTask(record: TaskRecord) {
  const { stopped, containerName, startedBy, lastStatus } = record;
  return {
    taskArn: record.taskArn,
    clusterArn: record.clusterArn,
    taskDefinitionArn: record.taskDefinitionArn,
    launchType: 'FARGATE',
    lastStatus,
    desiredStatus: stopped === undefined ? 'RUNNING' : 'STOPPED',
    overrides: record.overrides,
    containers: [
      {
        name: containerName,
        taskArn: record.taskArn,
        lastStatus,
        ...(stopped?.exitCode === undefined ? {} : { exitCode: stopped.exitCode }),
        ...(stopped?.containerReason === undefined ? {} : { reason: stopped.containerReason }),
      },
    ],
    ...(startedBy === undefined ? {} : { startedBy }),
    ...(stopped === undefined
      ? { stoppedAt: undefined }
      : { stopCode: stopped.stopCode, stoppedReason: stopped.reason, stoppedAt: stopped.at }),
  };
}
