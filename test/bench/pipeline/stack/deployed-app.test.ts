import { describe, expect, it } from 'vitest';
import { deployedApp } from '../../../../bench/pipeline/stack/deployed-app.ts';

const lambda = (name: string) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Environment: { Variables: { POWERTOOLS_SERVICE_NAME: name } } },
  DependsOn: [],
});
const cluster = (scaling: object) => ({
  Type: 'AWS::RDS::DBCluster',
  Properties: { ServerlessV2ScalingConfiguration: scaling },
  DependsOn: [],
});

describe('deployedApp', () => {
  it('finds the functions by their folder, how the database may scale and what the task is given', () => {
    const Resources = {
      PipelineClean1: lambda('clean'),
      Helper: { Type: 'AWS::Lambda::Function', Properties: {}, DependsOn: [] },
      Cluster: cluster({ MinCapacity: 0, MaxCapacity: 8, SecondsUntilAutoPause: 600 }),
      Task: { Type: 'AWS::ECS::TaskDefinition', Properties: { Cpu: '4096', Memory: '16384' }, DependsOn: [] },
    };
    expect(deployedApp('Stack', { Resources })).toEqual({
      functionNames: new Map([['clean', 'Stack-PipelineClean1']]),
      database: { maxAcu: 8, secondsUntilPause: 600 },
      trainingTask: { vcpus: 4, memoryGb: 16 },
    });
  });

  it('refuses a template without a task', () => {
    const Resources = { Cluster: cluster({ MinCapacity: 0, MaxCapacity: 8, SecondsUntilAutoPause: 600 }) };
    expect(() => deployedApp('Stack', { Resources })).toThrow(/no task/);
  });

  it('refuses a template whose database never sleeps', () => {
    const Resources = { Cluster: cluster({ MinCapacity: 1, MaxCapacity: 8 }) };
    expect(() => deployedApp('Stack', { Resources })).toThrow(/no serverless database that may sleep/);
  });
});
