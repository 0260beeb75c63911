import * as z from 'zod';
import { parseEventPattern } from '../../../ecs/event-pattern.ts';
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

/** An EventBridge rule: one that runs by time, or one that waits for the ends of tasks. */
export const ruleProvider = provider(
  {
    Name: z.string().optional(),
    ScheduleExpression: z.string().optional(),
    EventPattern: z
      .looseObject({ source: z.tuple([z.literal('aws.ecs', { error: 'only events of ECS are told here' })]) })
      .optional(),
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
  ({ Name, ScheduleExpression, EventPattern, State, Targets }, context) => {
    const name = Name ?? physicalName(context.place.stackName, context.logicalId, 64);
    const arn = arnOf(context, 'events', `rule/${name}`);
    if (ScheduleExpression !== undefined) checkExpression(ScheduleExpression, 'UTC');
    const matches = EventPattern === undefined ? undefined : parseEventPattern(EventPattern);
    if ((ScheduleExpression === undefined) === (matches === undefined)) {
      throw new TemplateError('only rules with either a schedule or a pattern of ECS run here');
    }
    for (const { Arn, Id, Input } of Targets) {
      const { arn: functionArn } = context.draft.function(Arn);
      if (matches !== undefined && Input !== undefined) {
        throw new TemplateError('the local cloud cannot honour Input of a target of events');
      }
      if (State === 'DISABLED') continue;
      if (matches !== undefined) context.draft.tasks.rules.push({ matches, functionArn });
      if (ScheduleExpression === undefined) continue;
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
