import { describe, expect, it } from 'vitest';
import { arn, lambdaFunction, planOf, type Resources, ref } from './plan.ts';

const container = {
  ...{ Name: 'training', Image: 'registry/repository:training', Essential: true },
  Environment: [{ Name: 'BUCKET', Value: ref('Cluster') }],
  LogConfiguration: { LogDriver: 'awslogs' },
};
const definition = (properties: Readonly<Record<string, unknown>> = {}) => ({
  Type: 'AWS::ECS::TaskDefinition',
  Properties: {
    ...{ Family: 'Train', Cpu: '4096', Memory: '16384', NetworkMode: 'awsvpc' },
    ...{ RequiresCompatibilities: ['FARGATE'], ContainerDefinitions: [container] },
    ...properties,
  },
});
const rule = (properties: Readonly<Record<string, unknown>>) => ({
  Type: 'AWS::Events::Rule',
  Properties: { Targets: [{ Arn: arn('GiveUp'), Id: 'Target0' }], ...properties },
});
const pattern = { source: ['aws.ecs'], detail: { clusterArn: [arn('Cluster')], lastStatus: ['STOPPED'] } };
const whole = (resources: Resources = {}) =>
  planOf({
    Cluster: { Type: 'AWS::ECS::Cluster' },
    Definition: definition(),
    GiveUp: lambdaFunction(),
    Failed: rule({ EventPattern: pattern }),
    ...resources,
  });

describe('tasks', () => {
  it('are planned with their image’s folder, their memory and who hears of their ends', () => {
    const { tasks, functions, schedules } = whole();
    const clusterArn = 'arn:aws:ecs:us-east-1:000000000000:cluster/Stack-Cluster';
    expect(tasks).toMatchObject({
      clusterArns: [clusterArn],
      definitions: [
        {
          arn: 'arn:aws:ecs:us-east-1:000000000000:task-definition/Train:1',
          ...{ family: 'Train', containerName: 'training', memoryMb: 16_384 },
          imageDirectory: '/assets/training',
          environment: { BUCKET: 'Stack-Cluster' },
        },
      ],
      rules: [{ functionArn: functions[0]?.arn }],
    });
    const event = { source: 'aws.ecs', detail: { clusterArn, lastStatus: 'STOPPED' } };
    expect(tasks?.rules[0]?.matches(event)).toBe(true);
    expect(tasks?.rules[0]?.matches({ ...event, detail: { ...event.detail, clusterArn: 'other' } })).toBe(
      false,
    );
    expect(schedules).toEqual([]);
  });

  it('are none where there is no cluster, and a disabled rule hears nothing', () => {
    expect(planOf({ GiveUp: lambdaFunction() }).tasks).toBeUndefined();
    expect(whole({ Failed: rule({ EventPattern: pattern, State: 'DISABLED' }) }).tasks?.rules).toEqual([]);
  });

  it.each<[string, Resources, RegExp]>([
    [
      'an image that is no asset',
      { Definition: definition({ ContainerDefinitions: [{ ...container, Image: 'nginx:1' }] }) },
      /no image nginx:1/,
    ],
    [
      'two containers',
      { Definition: definition({ ContainerDefinitions: [container, container] }) },
      /one container/,
    ],
    ['tasks on machines', { Definition: definition({ RequiresCompatibilities: ['EC2'] }) }, /FARGATE/],
    ['volumes', { Definition: definition({ Volumes: [] }) }, /cannot honour Volumes/],
    [
      'secrets',
      { Definition: definition({ ContainerDefinitions: [{ ...container, Secrets: [] }] }) },
      /cannot honour .*Secrets/,
    ],
    ['events of others', { Failed: rule({ EventPattern: { source: ['aws.s3'] } }) }, /only events of ECS/],
    [
      'patterns it cannot read',
      { Failed: rule({ EventPattern: { source: ['aws.ecs'], time: [{ prefix: '2' }] } }) },
      /cannot honour/,
    ],
    ['rules that wait for nothing', { Failed: rule({}) }, /either a schedule or a pattern/],
  ])('cannot be %s', (_name, resources, message) => {
    expect(() => whole(resources)).toThrow(message);
  });
});
