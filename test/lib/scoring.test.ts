import { setTimeout as sleep } from 'node:timers/promises';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import * as errors from '#core/errors.ts';
import { parseDefinition } from '../../localstack/step-functions/definition.ts';
import { interpret } from '../../localstack/step-functions/interpret.ts';
import { FunctionError, type Functions, lambdaOf } from '../localstack/step-functions/test-machines.ts';
import { appForCloud, templateOf } from '../support/synthesized-app.ts';

const RUN = '20261122T090010Z-3f9a01bc';
const order = { runId: RUN, modelVersion: `m-${RUN}` };
const planned = { ...order, writingId: 'w', parts: [1, 2, 3] };

let template: Template;
let definition: string;

beforeAll(async () => {
  template = await templateOf(await appForCloud());
  const [machine] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
  definition = textOf(machine?.Properties.DefinitionString);
});

/** The definition with the functions’ names in the place of their ARNs. */
function textOf(value: unknown): string {
  const { 'Fn::Join': joined } = z
    .object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) })
    .parse(value);
  const names = { Plan: 'ScorePlan', Part: 'ScorePart', Publish: 'ScorePublish', GiveUp: 'GiveUp' };
  return joined[1]
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      const text = JSON.stringify(piece);
      if (text.includes('AWS::Partition')) return 'aws';
      return Object.entries(names).find(([, id]) => text.includes(id))?.[0] ?? text;
    })
    .join('');
}

/** Carries the definition out over functions of this process; gives its end and what each function was told. */
async function execute(functions: Functions) {
  const told: (readonly [name: string, payload: unknown])[] = [];
  const names = Object.keys(functions);
  const noting = Object.fromEntries(
    names.map((name) => [
      name,
      async (payload: unknown) => {
        told.push([name, payload]);
        return functions[name]?.(payload as never);
      },
    ]),
  );
  const execution = interpret(parseDefinition(definition), order, {
    lambda: lambdaOf(noting),
    retryDelayMs: 1,
  });
  return {
    end: await execution.ended,
    told: (name: string) => told.filter(([one]) => one === name).map(([, payload]) => payload),
  };
}

const working: Functions = {
  Plan: () => planned,
  Part: () => ({ rows: 10 }),
  Publish: () => ({ outcome: 'published' }),
  GiveUp: () => null,
};

describe('the state machine', () => {
  it('plans, does each part and publishes', async () => {
    const { end, told } = await execute(working);
    expect(end).toEqual({ status: 'SUCCEEDED', output: '{"outcome":"published"}' });
    expect(told('Plan')).toEqual([order]);
    expect(told('Part')).toEqual([1, 2, 3].map((part) => ({ ...order, writingId: 'w', part })));
    expect(told('Publish')).toEqual([
      { ...order, writingId: 'w', startedAt: expect.stringMatching(/^\d{4}-.*Z$/) },
    ]);
    expect(told('GiveUp')).toEqual([]);
  });

  it('tries a part three times, and then tells which it was and why', async () => {
    const Part = async ({ part }: { part: number }) => {
      if (part === 2) throw new FunctionError('ChurnError', 'no such table');
      await sleep(20);
    };
    const { end, told } = await execute({ ...working, Part });
    expect(end).toMatchObject({ status: 'FAILED', error: 'ScoringFailed' });
    expect(told('Part').filter((payload) => JSON.stringify(payload).includes('"part":2'))).toHaveLength(3);
    const [first, second] = z.array(z.object({ givenUpScoring: z.unknown() })).parse(told('GiveUp'));
    expect(first?.givenUpScoring).toEqual({
      ...{ runId: RUN, part: 2 },
      error: { Error: 'ChurnError', Cause: expect.stringContaining('no such table') },
    });
    expect(second?.givenUpScoring).toMatchObject({ runId: RUN, error: { Error: 'PartFailed' } });
    expect(told('Publish')).toEqual([]);
  });

  it.each(['Plan', 'Publish'] as const)('tells of the run where %s fails for good', async (step) => {
    const failing = () => {
      throw new FunctionError('UnavailableError', 'the database stays away');
    };
    const { end, told } = await execute({ ...working, [step]: failing });
    expect(end.status).toBe('FAILED');
    expect(told(step)).toHaveLength(3);
    expect(told('GiveUp')).toEqual([
      {
        givenUpScoring: {
          runId: RUN,
          error: { Error: 'UnavailableError', Cause: expect.stringContaining('stays away') },
        },
      },
    ]);
  });

  it('does not try again what the same data would answer again', async () => {
    const { told } = await execute({
      ...working,
      Plan: () => {
        throw new FunctionError('DataError', 'too old');
      },
    });
    expect(told('Plan')).toHaveLength(1);
  });

  it('knows every error that is final', () => {
    const finals = Object.values(errors).filter(
      (known) => known === errors.DataError || known.prototype instanceof errors.DataError,
    );
    const { States } = JSON.parse(definition) as { States: { Plan: { Retry: { ErrorEquals: string[] }[] } } };
    expect(States.Plan.Retry[0]?.ErrorEquals.toSorted()).toEqual(finals.map(({ name }) => name).toSorted());
  });

  it('bears no failed part, and waits with jitter longer and longer before it tries again', () => {
    const { States } = z
      .object({ States: z.record(z.string(), z.looseObject({ Type: z.string() })) })
      .parse(JSON.parse(definition));
    expect(States.Parts).toMatchObject({
      MaxConcurrency: 8,
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
    });
    for (const name of ['ToleratedFailurePercentage', 'ToleratedFailureCount']) {
      expect(States.Parts?.[name] ?? 0).toBe(0);
    }
    const backoff = { BackoffRate: 2, JitterStrategy: 'FULL' };
    for (const name of ['Plan', 'Publish']) {
      expect(States[name]).toMatchObject({
        Retry: [
          { ErrorEquals: ['DataError', 'SchemaError'], MaxAttempts: 0 },
          {
            ErrorEquals: expect.arrayContaining(['Lambda.TooManyRequestsException']),
            MaxAttempts: 6,
            ...backoff,
          },
          { ErrorEquals: ['States.ALL'], MaxAttempts: 2, ...backoff },
        ],
      });
    }
  });

  it('is traced and logged without what it was told, and its failures raise an alarm', () => {
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineType: 'STANDARD',
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ERROR', IncludeExecutionData: false },
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: 'The scoring of a run did not end well',
      Metrics: Match.arrayWith([Match.objectLike({ Expression: 'failed + timedOut + aborted' })]),
    });
  });
});

describe('who may do what', () => {
  /** Action → resources, over the policies whose logical id begins so. */
  function grantsOf(policyId: string) {
    const statement = z.object({ Action: z.union([z.string(), z.array(z.string())]), Resource: z.unknown() });
    const policies = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([id]) =>
      id.startsWith(policyId),
    );
    return policies
      .flatMap(([, { Properties }]) => z.array(statement).parse(Properties.PolicyDocument.Statement))
      .flatMap(({ Action, Resource }) =>
        [Action].flat().map((action) => [action, JSON.stringify(Resource)] as const),
      );
  }

  it('the machine calls its four functions, and starts executions of itself alone', () => {
    const grants = grantsOf('ScoringMachine');
    const invoked = grants
      .filter(([action]) => action === 'lambda:InvokeFunction')
      .map(([, resource]) => resource)
      .join();
    for (const name of ['ScorePlan', 'ScorePart', 'ScorePublish', 'GiveUp']) expect(invoked).toContain(name);
    expect(invoked).not.toMatch(/ScoreStart|Train|Predict/);
    const started = grants.filter(([action]) => action.startsWith('states:'));
    expect(started.length).toBeGreaterThan(0);
    for (const [, resource] of started) expect(resource).toContain('ScoringMachine');
    const everywhere = grants.filter(([, resource]) => resource.includes('"*"')).map(([action]) => action);
    for (const action of everywhere)
      expect(action).toMatch(/^(xray:|logs:\w+(LogDelivery|LogDeliveries|Polic(y|ies)|LogGroups)$)/);
  });

  it('the start may start the machine and nothing more of Step Functions', () => {
    const grants = grantsOf('ScoringScoreStart').filter(([action]) => action.startsWith('states:'));
    expect(grants).toEqual([['states:StartExecution', expect.stringMatching(/ScoringMachine/)]]);
  });

  it('a part writes rows, figures and its run’s state, and no model', () => {
    const written = grantsOf('ScoringScorePart')
      .filter(([action]) => action === 's3:PutObject')
      .flatMap(([, resource]) => Array.from(resource.matchAll(/"\/(\w+)\/\*"/g), ([, prefix]) => prefix));
    expect(written.toSorted()).toEqual(['load', 'runs', 'scores']);
  });
});
