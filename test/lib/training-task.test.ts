import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { appForCloud, templateOf } from '../support/synthesized-app.ts';
import { statementsOf } from '../support/template-policies.ts';

const manifestSchema = z.object({
  dockerImages: z.record(
    z.string(),
    z.object({ source: z.object({ directory: z.string(), platform: z.string() }) }),
  ),
});

let template: Template;
let outputDirectory: string;

beforeAll(async () => {
  outputDirectory = await appForCloud();
  template = await templateOf(outputDirectory);
});

const TASK_ROLE = /^TrainingTaskDefinitionTaskRole/;
const FUNCTION_ROLE = /^TrainingTrainServiceRole/;

describe('the training task', () => {
  it('is a Fargate task of four processors that logs and forgets', () => {
    template.hasResourceProperties('AWS::ECS::TaskDefinition', {
      ...{ Cpu: '4096', Memory: '16384', RequiresCompatibilities: ['FARGATE'] },
      RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' },
      ContainerDefinitions: [
        Match.objectLike({
          Environment: Match.arrayWith([{ Name: 'TRAINING_MEMORY_MB', Value: '16384' }]),
          LogConfiguration: Match.objectLike({ LogDriver: 'awslogs' }),
        }),
      ],
    });
  });

  it('is planned with as much memory as the function has where that trains', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      MemorySize: 3008,
      Environment: { Variables: Match.objectLike({ TRAINING_MEMORY_MB: '3008' }) },
    });
  });

  it('may do in the data bucket what the function may, and nothing else', () => {
    const ofTask = statementsOf(template, TASK_ROLE);
    const ofFunction = statementsOf(template, FUNCTION_ROLE);
    expect(ofTask.length).toBeGreaterThan(0);
    for (const statement of ofTask) {
      expect(ofFunction).toContainEqual(statement);
      expect([statement.Action].flat().every((action) => /^s3:[A-Za-z]+$/.test(action))).toBe(true);
      expect(JSON.stringify(statement.Resource)).not.toMatch(/"\*"|raw\/|config\//);
    }
  });

  it('is started by the train function alone, as itself, in its own cluster', () => {
    const starters = statementsOf(template, /./).filter(({ Action }) =>
      [Action].flat().includes('ecs:RunTask'),
    );
    expect(starters).toEqual([
      expect.objectContaining({
        Resource: { Ref: expect.stringMatching(/^TrainingTaskDefinition/) },
        Condition: {
          ArnEquals: { 'ecs:cluster': { 'Fn::GetAtt': [expect.stringMatching(/Cluster/), 'Arn'] } },
        },
      }),
    ]);
    const passed = statementsOf(template, FUNCTION_ROLE).filter(({ Action }) => Action === 'iam:PassRole');
    expect(passed).toHaveLength(1);
    expect(passed[0]?.Condition).toEqual({
      StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
    });
    const roles = z.array(z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }));
    for (const role of roles.parse(passed[0]?.Resource)) {
      expect(role['Fn::GetAtt'][0]).toMatch(/^TrainingTaskDefinition(Task|Execution)Role/);
    }
  });

  it('can be reached by nobody, reaches out over HTTPS alone, and waits for no gateway that costs by the hour', () => {
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: [Match.objectLike({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 })],
      SecurityGroupIngress: Match.absent(),
    });
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
    template.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
    template.allResourcesProperties('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' });
  });

  it('tells give-up, and an alarm, of every end but a good one', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.ecs'],
        'detail-type': ['ECS Task State Change'],
        detail: {
          clusterArn: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('TrainingTaskCluster'), 'Arn'] }],
          lastStatus: ['STOPPED'],
          containers: { exitCode: [{ 'anything-but': [0] }, { exists: false }] },
        },
      },
      Targets: [Match.objectLike({ Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('GiveUp'), 'Arn'] } })],
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      ...{ Namespace: 'AWS/Events', MetricName: 'TriggeredRules', Threshold: 1 },
      Dimensions: [{ Name: 'RuleName', Value: { Ref: Match.stringLikeRegexp('TrainingTaskFailed') } }],
    });
  });

  it('has an image of a plain Node with its entry, its worker and the runtime of its platform', () => {
    const manifest = JSON.parse(readFileSync(join(outputDirectory, 'ChurnStack.assets.json'), 'utf8'));
    const [image] = Object.values(manifestSchema.parse(manifest).dockerImages);
    expect(image?.source.platform).toBe('linux/arm64');
    const folder = join(outputDirectory, image?.source.directory ?? '');
    const runtime = 'node_modules/onnxruntime-node/bin/napi-v6/linux/arm64';
    for (const file of ['task.js', 'training-worker.js', `${runtime}/onnxruntime_binding.node`]) {
      expect(existsSync(join(folder, file))).toBe(true);
    }
    expect(existsSync(join(folder, runtime, '../x64'))).toBe(false);
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toMatch(/^FROM node:24-slim$/m);
  });
});
