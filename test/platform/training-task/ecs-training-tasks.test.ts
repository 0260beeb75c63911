import { ConflictException, type RunTaskCommand, type RunTaskResponse } from '@aws-sdk/client-ecs';
import { beforeEach, describe, expect, it } from 'vitest';
import { ecsTrainingTasks } from '#platform/training-task/ecs-training-tasks.ts';

const order = { runId: '20261122T090010Z-3f9a01bc', occasion: 'v1' };
type Client = NonNullable<Parameters<typeof ecsTrainingTasks>[0]>;

beforeEach(() => {
  Object.assign(process.env, {
    ...{ TASK_CLUSTER: 'the-cluster', TASK_DEFINITION: 'the-definition', TASK_CONTAINER: 'training' },
    ...{ TASK_SUBNETS: 'subnet-a,subnet-b', TASK_SECURITY_GROUP: 'sg-a' },
  });
});

/** ECS that answers so, and what it was asked. */
function ecsThat(answer: () => RunTaskResponse) {
  const asked: RunTaskCommand['input'][] = [];
  const send = async ({ input }: RunTaskCommand) => {
    asked.push(input);
    return answer();
  };
  return { asked, tasks: ecsTrainingTasks({ send } as unknown as Client) };
}

describe('a training task', () => {
  it('is asked for once on Fargate, for the run, in the template’s network', async () => {
    const { asked, tasks } = ecsThat(() => ({ tasks: [{ lastStatus: 'PROVISIONING' }], failures: [] }));
    expect(await tasks.start(order)).toBe('started');
    expect(asked).toEqual([
      {
        ...{ cluster: 'the-cluster', taskDefinition: 'the-definition', launchType: 'FARGATE', count: 1 },
        ...{ startedBy: order.runId, clientToken: expect.stringMatching(/^[0-9a-f]{64}$/) },
        networkConfiguration: {
          awsvpcConfiguration: {
            subnets: ['subnet-a', 'subnet-b'],
            securityGroups: ['sg-a'],
            assignPublicIp: 'ENABLED',
          },
        },
        overrides: {
          containerOverrides: [{ name: 'training', environment: [{ name: 'RUN_ID', value: order.runId }] }],
        },
      },
    ]);
  });

  it('has one token an occasion and run', async () => {
    const { asked, tasks } = ecsThat(() => ({ tasks: [{}] }));
    const runId = '20261122T090010Z-ffffffff';
    for (const each of [order, order, { ...order, occasion: 'v2' }, { ...order, runId }])
      await tasks.start(each);
    const [first, again, ...others] = asked.map(({ clientToken }) => clientToken);
    expect(again).toBe(first);
    expect(new Set([first, ...others]).size).toBe(3);
  });

  it('was started before where ECS knows the token from a task that ended', async () => {
    const conflict = new ConflictException({ message: 'in use', $metadata: {} });
    const { tasks } = ecsThat(() => {
      throw conflict;
    });
    expect(await tasks.start(order)).toBe('started before');
  });

  it('that ECS has no room for is an error, and so is any other', async () => {
    const full = ecsThat(() => ({
      tasks: [],
      failures: [{ reason: 'RESOURCE:FARGATE', detail: 'no capacity' }],
    }));
    await expect(full.tasks.start(order)).rejects.toMatchObject({
      code: 'TASK_NOT_STARTED',
      message: expect.stringContaining('RESOURCE:FARGATE: no capacity'),
    });
    const broken = ecsThat(() => {
      throw new Error('away');
    });
    await expect(broken.tasks.start(order)).rejects.toThrow('away');
  });

  it('cannot be asked for where the template named no cluster', () => {
    process.env.TASK_CLUSTER = '';
    expect(() => ecsThat(() => ({}))).toThrow(expect.objectContaining({ code: 'ENVIRONMENT_INCOMPLETE' }));
  });
});
