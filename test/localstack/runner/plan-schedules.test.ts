import { expect, it } from 'vitest';
import { arn, lambdaFunction, planOf } from './plan.ts';

const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:Stack-Handler';

it('plans schedules, but none that is switched off', () => {
  const schedule = (Properties: object) => ({
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      ScheduleExpression: 'cron(0 5 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: arn('Handler'), RoleArn: 'x', Input: '{"a":1}' },
      ...Properties,
    },
  });
  const { schedules } = planOf({
    Daily: schedule({}),
    Off: schedule({ State: 'DISABLED' }),
    Hourly: {
      Type: 'AWS::Events::Rule',
      Properties: { ScheduleExpression: 'rate(1 hour)', Targets: [{ Arn: arn('Handler'), Id: 'T0' }] },
    },
    Handler: lambdaFunction(),
  });
  expect(schedules).toMatchObject([
    { name: 'Stack-Daily', expression: 'cron(0 5 * * ? *)', timezone: 'Europe/Berlin', input: { a: 1 } },
    { name: 'Stack-Hourly-T0', expression: 'rate(1 hour)', functionArn, input: { source: 'aws.events' } },
  ]);
});
