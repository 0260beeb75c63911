import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  DefinitionBody,
  DistributedMap,
  Fail,
  type IChainable,
  JitterType,
  JsonPath,
  LogLevel,
  StateMachine,
  StateMachineType,
  TaskInput,
  type TaskStateBase,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import type { ChurnFunction } from './churn-function.ts';

export interface ScoringMachineProps {
  readonly plan: ChurnFunction;
  readonly part: ChurnFunction;
  readonly publish: ChurnFunction;
  /** Notes at its run that scoring was given up. */
  readonly onGivenUp: IFunction;
}

/** Parts that are scored at once; the database takes the rows of so many. */
const MOST_PARTS_AT_ONCE = 8;
/** Of Lambda itself, before or while it ran the function. */
const LAMBDA_FAULTS = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];
/** The same data give the same error again: names of classes in layers/core/errors.ts. */
const FINAL_ERRORS = ['DataError', 'SchemaError'];
/** Longer than any of the functions is given. */
const TASK_TIMEOUT = Duration.minutes(16);

/**
 * Plans the parts of a run, scores them at once, and publishes the run when all of them are there. What fails for good is
 * noted at the run, a part's failure with the part's number, and fails the execution.
 */
export class ScoringMachine extends Construct {
  readonly #machine: StateMachine;
  readonly #onGivenUp: IFunction;

  constructor(scope: Construct, id: string, props: ScoringMachineProps) {
    super(scope, id);
    this.#onGivenUp = props.onGivenUp;
    const givenUp = this.#giveUp('GiveUp', {}).next(
      new Fail(this, 'ScoringFailed', { error: 'ScoringFailed', cause: 'The run says where and why.' }),
    );
    const orNoted = { errors: ['States.ALL'], resultPath: '$.failure' };
    const plan = this.#step('Plan', props.plan, '$.Payload').addCatch(givenUp, orNoted);
    const publish = this.#step('Publish', props.publish, '$.Payload', {
      runId: JsonPath.stringAt('$.runId'),
      modelVersion: JsonPath.stringAt('$.modelVersion'),
      writingId: JsonPath.stringAt('$.writingId'),
      startedAt: JsonPath.stringAt('$$.Execution.StartTime'),
    }).addCatch(givenUp, orNoted);
    const parts = this.#forEachPart(props.part).addCatch(givenUp, orNoted);
    this.#machine = new StateMachine(this, 'Machine', {
      comment: 'Scores a run, part by part, and publishes it',
      definitionBody: DefinitionBody.fromChainable(plan.next(parts).next(publish)),
      stateMachineType: StateMachineType.STANDARD,
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Log', { retention: RetentionDays.THREE_MONTHS }),
        level: LogLevel.ERROR,
        includeExecutionData: false,
      },
    });
  }

  /** Executions that did not end well. */
  get failures(): IMetric {
    return new MathExpression({
      expression: 'failed + timedOut + aborted',
      usingMetrics: {
        failed: this.#machine.metricFailed(),
        timedOut: this.#machine.metricTimedOut(),
        aborted: this.#machine.metricAborted(),
      },
      period: Duration.minutes(5),
    });
  }

  /** Lets a function start executions, and tells it of which machine. */
  allowStart(starter: ChurnFunction): void {
    starter.addEnvironment('SCORING_STATE_MACHINE', this.#machine.stateMachineArn);
    (starter as IGrantable).grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['states:StartExecution'], resources: [this.#machine.stateMachineArn] }),
    );
  }

  /** Each part is an execution of its own; a standard one, since an express one is ended after five minutes. */
  #forEachPart(scorePart: ChurnFunction): DistributedMap {
    const failed = new Fail(this, 'PartFailed', { error: 'PartFailed', cause: 'The run says why.' });
    const givenUp = this.#giveUp('GiveUpPart', { part: JsonPath.numberAt('$.part') }).next(failed);
    const part = this.#step('ScorePart', scorePart, '$.Payload').addCatch(givenUp, {
      errors: ['States.ALL'],
      resultPath: '$.failure',
    });
    return new DistributedMap(this, 'Parts', {
      itemsPath: '$.parts',
      itemSelector: {
        runId: JsonPath.stringAt('$.runId'),
        modelVersion: JsonPath.stringAt('$.modelVersion'),
        writingId: JsonPath.stringAt('$.writingId'),
        part: JsonPath.numberAt('$$.Map.Item.Value'),
      },
      maxConcurrency: MOST_PARTS_AT_ONCE,
      toleratedFailurePercentage: 0,
      mapExecutionType: StateMachineType.STANDARD,
      resultPath: JsonPath.DISCARD,
    }).itemProcessor(part as IChainable);
  }

  /** A function's call with the state's input, or `payload`, tried again where that may help. */
  #step(
    id: string,
    lambdaFunction: ChurnFunction,
    outputPath: string,
    payload?: Readonly<Record<string, unknown>>,
  ): TaskStateBase {
    const step = new LambdaInvoke(this, id, {
      lambdaFunction: lambdaFunction as IFunction,
      outputPath,
      taskTimeout: Timeout.duration(TASK_TIMEOUT),
      retryOnServiceExceptions: false,
      ...(payload === undefined ? {} : { payload: TaskInput.fromObject({ ...payload }) }),
    });
    const backoff = { backoffRate: 2, jitterStrategy: JitterType.FULL, maxDelay: Duration.minutes(2) };
    return step
      .addRetry({ errors: FINAL_ERRORS, maxAttempts: 0 })
      .addRetry({ errors: LAMBDA_FAULTS, interval: Duration.seconds(2), maxAttempts: 6, ...backoff })
      .addRetry({ errors: ['States.ALL'], interval: Duration.seconds(20), maxAttempts: 2, ...backoff });
  }

  /** What follows upon a state's failure, which is at `$.failure`. */
  #giveUp(id: string, more: Readonly<Record<string, unknown>>): TaskStateBase {
    return new LambdaInvoke(this, id, {
      lambdaFunction: this.#onGivenUp,
      taskTimeout: Timeout.duration(TASK_TIMEOUT),
      retryOnServiceExceptions: false,
      payload: TaskInput.fromObject({
        givenUpScoring: {
          runId: JsonPath.stringAt('$.runId'),
          error: JsonPath.objectAt('$.failure'),
          ...more,
        },
      }),
    }).addRetry({
      ...{ errors: ['States.ALL'], interval: Duration.seconds(5), maxAttempts: 5 },
      ...{ backoffRate: 2, jitterStrategy: JitterType.FULL },
    });
  }
}
