import { describe, expect, it } from 'vitest';
import { call, machine } from '../step-functions/test-machines.ts';
import { lambdaFunction, planOf, type Resources } from './plan.ts';

/** A state machine with one task, whose definition is joined as CDK does it. */
const stateMachine = (functionId: string, properties: Readonly<Record<string, unknown>> = {}) => {
  const [before, after] = JSON.stringify(machine({ Work: call('<arn>', { End: true }) })).split('<arn>');
  return {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      DefinitionString: { 'Fn::Join': ['', [before, { 'Fn::GetAtt': [functionId, 'Arn'] }, after]] },
      ...{ RoleArn: 'arn:role', StateMachineType: 'STANDARD' },
      ...{ LoggingConfiguration: { Level: 'ERROR' }, TracingConfiguration: { Enabled: true } },
      ...properties,
    },
  };
};
const whole = (resources: Resources = {}) =>
  planOf({ Worker: lambdaFunction(), Machine: stateMachine('Worker'), ...resources });

describe('state machines', () => {
  it('are planned with their definition, and functions may be told their ARN', () => {
    const starter = lambdaFunction({ Environment: { Variables: { MACHINE: { Ref: 'Machine' } } } });
    const { stateMachines, functions } = whole({ Starter: starter });
    const arn = 'arn:aws:states:us-east-1:000000000000:stateMachine:Stack-Machine';
    expect(stateMachines).toMatchObject([{ arn, name: 'Stack-Machine' }]);
    expect(stateMachines[0]?.definition).toContain(
      '"FunctionName":"arn:aws:lambda:us-east-1:000000000000:function:Stack-Worker"',
    );
    expect(functions.find(({ name }) => name === 'Stack-Starter')?.environment).toEqual({ MACHINE: arn });
  });

  it.each<[string, Resources, RegExp]>([
    ['express ones', { Machine: stateMachine('Worker', { StateMachineType: 'EXPRESS' }) }, /only standard/],
    [
      'ones whose definition lies in S3',
      { Machine: stateMachine('Worker', { DefinitionS3Location: {} }) },
      /cannot honour DefinitionS3Location/,
    ],
    [
      'ones that call a function of elsewhere',
      {
        Machine: stateMachine('Worker', {
          DefinitionString: JSON.stringify(machine({ Work: call('arn:elsewhere', { End: true }) })),
        }),
      },
      /arn:elsewhere is no function of this template/,
    ],
    [
      'ones with a state that does not run here',
      {
        Machine: stateMachine('Worker', {
          DefinitionString: '{"StartAt":"A","States":{"A":{"Type":"Wait"}}}',
        }),
      },
      /does not run on the local cloud/,
    ],
  ])('cannot be %s', (_name, resources, message) => {
    expect(() => whole(resources)).toThrow(message);
  });
});
