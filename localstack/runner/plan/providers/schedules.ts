import { z } from 'zod';
import { parseSchedule } from '../../../scheduler/schedule-expression.ts';
import { TemplateError } from '../../../template/template-error.ts';
import { physicalName } from '../physical-names.ts';
import { arnOf, type ProviderContext, provider } from '../provider.ts';

/** An EventBridge Scheduler schedule that calls a function. */
export const scheduleProvider = provider(
  {
    Name: z.string().optional(),
    GroupName: z.string().optional(),
    ScheduleExpression: z.string(),
    ScheduleExpressionTimezone: z.string().default('UTC'),
    State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
    Target: z.strictObject({
      Arn: z.string(),
      RoleArn: z.string(),
      Input: z.string().optional(),
      RetryPolicy: z.unknown().optional(),
    }),
  },
  ['Description', 'FlexibleTimeWindow', 'KmsKeyArn'],
  ({ Name, GroupName, ScheduleExpression, ScheduleExpressionTimezone, State, Target }, context) => {
    const name = Name ?? physicalName(context.place.stackName, context.logicalId, 64);
    const { arn: functionArn } = context.draft.function(Target.Arn);
    checkExpression(ScheduleExpression, ScheduleExpressionTimezone);
    if (State === 'ENABLED') {
      context.draft.schedules.push({
        name,
        expression: ScheduleExpression,
        timezone: ScheduleExpressionTimezone,
        functionArn,
        input:
          inputOf(Target.Input) ?? scheduledEvent(context, 'aws.scheduler', '<aws.scheduler.schedule-arn>'),
      });
    }
    const arn = arnOf(context, 'scheduler', `schedule/${GroupName ?? 'default'}/${name}`);
    return { ref: name, attributes: { Arn: arn } };
  },
);

/** An EventBridge rule that runs by time. */
export const ruleProvider = provider(
  {
    Name: z.string().optional(),
    ScheduleExpression: z.string({ error: 'only rules with a schedule run here' }),
    State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
    Targets: z
      .array(
        z.strictObject({
          Arn: z.string(),
          Id: z.string(),
          Input: z.string().optional(),
          RetryPolicy: z.unknown().optional(),
        }),
      )
      .default([]),
  },
  ['Description', 'RoleArn', 'Tags'],
  ({ Name, ScheduleExpression, State, Targets }, context) => {
    const name = Name ?? physicalName(context.place.stackName, context.logicalId, 64);
    const arn = arnOf(context, 'events', `rule/${name}`);
    checkExpression(ScheduleExpression, 'UTC');
    for (const { Arn, Id, Input } of Targets) {
      const { arn: functionArn } = context.draft.function(Arn);
      if (State === 'DISABLED') continue;
      context.draft.schedules.push({
        name: `${name}-${Id}`,
        expression: ScheduleExpression,
        timezone: undefined,
        functionArn,
        input: inputOf(Input) ?? scheduledEvent(context, 'aws.events', arn),
      });
    }
    return { ref: name, attributes: { Arn: arn } };
  },
);

function checkExpression(expression: string, timezone: string): void {
  try {
    parseSchedule(expression, timezone, new Date());
  } catch (cause) {
    throw new TemplateError(`ScheduleExpression: ${(cause as Error).message}`, { cause });
  }
}

function inputOf(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TemplateError('the target’s Input is not JSON', { cause });
  }
}

/** What a target without an input gets; the scheduler fills in the angle brackets. */
function scheduledEvent({ place }: ProviderContext, source: string, resourceArn: string): unknown {
  return {
    version: '0',
    id: '<aws.scheduler.execution-id>',
    'detail-type': 'Scheduled Event',
    source,
    account: place.accountId,
    time: '<aws.scheduler.scheduled-time>',
    region: place.region,
    resources: [resourceArn],
    detail: source === 'aws.events' ? {} : '{}',
  };
}
