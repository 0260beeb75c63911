import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DescribeTasksCommand, ECSClient, ListTasksCommand } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { CLUSTER, cloudWithTask, ecsIn, runTask } from './test-tasks.ts';

const forever = 'setInterval(() => {}, 1000);';
const logOf = (stateDirectory: string) => readFile(join(stateDirectory, 'logs', 'Train.log'), 'utf8');

describe('a task', () => {
  it('is the image’s command with the variables of image, definition and call, and its end is told', async () => {
    const cloud = await cloudWithTask(`
      const { FROM_IMAGE, FROM_DEFINITION, RUN_ID, AWS_ENDPOINT_URL_S3, AWS_REGION, HOME } = process.env;
      console.log(JSON.stringify([FROM_IMAGE, FROM_DEFINITION, RUN_ID, AWS_ENDPOINT_URL_S3, AWS_REGION, HOME ?? null]));
      process.exitCode = 3;`);
    const { client, nextEnd } = await ecsIn(cloud);
    const end = nextEnd();
    const { tasks, failures } = await client.send(runTask());
    expect(failures).toEqual([]);
    expect(tasks?.[0]).toMatchObject({ clusterArn: CLUSTER, startedBy: '20261122T090010Z-3f9a01bc' });
    const { functionArn, event } = await end;
    expect(functionArn).toBe('arn:of:the:function');
    expect(event).toMatchObject({
      'detail-type': 'ECS Task State Change',
      detail: {
        ...{ clusterArn: CLUSTER, lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited' },
        containers: [{ name: 'training', exitCode: 3 }],
      },
    });
    expect(await logOf(cloud.context.stateDirectory)).toContain(
      '["yes","yes","r-1","http://127.0.0.1:1","eu-central-1",null]',
    );
    const described = await client.send(
      new DescribeTasksCommand({ cluster: CLUSTER, tasks: [tasks![0]!.taskArn!, 'nobody'] }),
    );
    expect(described.tasks).toMatchObject([{ lastStatus: 'STOPPED', containers: [{ exitCode: 3 }] }]);
    expect(described.failures).toEqual([{ arn: 'nobody', reason: 'MISSING' }]);
  });

  it('finds modules in its image alone', async () => {
    const { client, nextEnd } = await ecsIn(await cloudWithTask("require('zod');"));
    const end = nextEnd();
    await client.send(runTask());
    expect((await end).event.detail.containers).toMatchObject([{ exitCode: 1 }]);
  });

  it.runIf(process.platform === 'linux')('that takes more memory than it has is killed', async () => {
    const cloud = await cloudWithTask(`
      const held = [];
      setInterval(() => held.push(Buffer.alloc(20 * 2 ** 20, 1)), 20);`);
    const { client, nextEnd } = await ecsIn(cloud, { memoryMb: 150 });
    const end = nextEnd();
    await client.send(runTask());
    expect((await end).event.detail.containers).toMatchObject([
      { exitCode: 137, reason: expect.stringContaining('OutOfMemoryError') },
    ]);
  });
});

describe('a token', () => {
  it('stands for one task, as long as that runs', async () => {
    const { client } = await ecsIn(await cloudWithTask(forever));
    const [first, second] = await Promise.all([
      client.send(runTask({ clientToken: 'one' })),
      client.send(runTask({ clientToken: 'one' })),
    ]);
    expect(second.tasks?.[0]?.taskArn).toBe(first.tasks?.[0]?.taskArn);
    const other = await client.send(runTask({ clientToken: 'two' }));
    expect(other.tasks?.[0]?.taskArn).not.toBe(first.tasks?.[0]?.taskArn);
    const changed = client.send(runTask({ clientToken: 'one', startedBy: 'somebody-else' }));
    await expect(changed).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it('is refused once its task has stopped, after a restart too', async () => {
    const cloud = await cloudWithTask('');
    const { client, nextEnd, service } = await ecsIn(cloud);
    const end = nextEnd();
    await client.send(runTask({ clientToken: 'one' }));
    await end;
    await expect(client.send(runTask({ clientToken: 'one' }))).rejects.toMatchObject({
      name: 'ConflictException',
    });
    await service.close();
    const again = (await ecsIn(cloud)).client.send(runTask({ clientToken: 'one' }));
    await expect(again).rejects.toMatchObject({ name: 'ConflictException' });
  });
});

describe('a restart', () => {
  it('begins anew what was under way, without a word of an end before', async () => {
    const cloud = await cloudWithTask(`
      const fs = require('node:fs');
      if (fs.existsSync('begun')) process.exit(0);
      fs.writeFileSync('begun', '');
      console.log('begun');
      ${forever}`);
    const first = await ecsIn(cloud);
    await first.client.send(runTask());
    await expect.poll(() => logOf(cloud.context.stateDirectory), { timeout: 10_000 }).toContain('begun');
    await first.service.close();
    expect(first.told).toEqual([]);
    const second = await ecsIn(cloud);
    const { event } = await second.nextEnd();
    expect(event.detail).toMatchObject({ containers: [{ exitCode: 0 }] });
  });

  it('tells the end that nobody took over', async () => {
    const cloud = await cloudWithTask('process.exit(4);');
    let refused = () => {};
    const isRefused = new Promise<void>((resolve) => {
      refused = resolve;
    });
    const first = await ecsIn(cloud, {
      deliver: async () => {
        refused();
        throw new Error('the queue is full');
      },
    });
    await first.client.send(runTask());
    await isRefused;
    await first.service.close();
    const second = await ecsIn(cloud);
    await expect.poll(() => second.told, { timeout: 10_000 }).toHaveLength(1);
    expect(second.told[0]?.event.detail.containers).toMatchObject([{ exitCode: 4 }]);
  });
});

describe('ECS refuses', () => {
  it.each([
    ['an unknown cluster', { cluster: 'Other' }, 'ClusterNotFoundException'],
    ['an unknown definition', { taskDefinition: 'Other' }, 'ClientException'],
    ['another launch type', { launchType: 'EC2' }, 'InvalidParameterException'],
    ['no network', { networkConfiguration: undefined }, 'InvalidParameterException'],
    ['what it cannot honour', { group: 'g' }, 'InvalidParameterException'],
    [
      'another container',
      { overrides: { containerOverrides: [{ name: 'x' }] } },
      'InvalidParameterException',
    ],
  ] as const)('%s', async (_name, overrides, name) => {
    const { client } = await ecsIn(await cloudWithTask(forever));
    const call = client.send(runTask(overrides as Parameters<typeof runTask>[0]));
    await expect(call).rejects.toMatchObject({ name });
  });

  it('other operations, and who does not have the key', async () => {
    const { client, service } = await ecsIn(await cloudWithTask(forever));
    await expect(client.send(new ListTasksCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
    const credentials = { accessKeyId: 'AKIDLOCAL', secretAccessKey: 'guessed' };
    const stranger = new ECSClient({ endpoint: service.endpoint, region: 'eu-central-1', credentials });
    await expect(stranger.send(runTask())).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    const unsigned = await fetch(service.endpoint, { method: 'POST', body: '{}' });
    expect(unsigned.status).toBe(403);
  });
});
