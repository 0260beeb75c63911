import {
  partOrderSchema,
  publishOrderSchema,
  scoringOrderSchema,
  scoringPlanSchema,
} from '#core/lake/scoring-orders.ts';
import type { InsightsWriter } from '#platform/insights-store/insights-store.ts';
import type { Executions } from '#platform/orchestration/executions.ts';
import type { RunLedger } from '#platform/runs/run-ledger.ts';
import { type StepHandler, stepHandler } from '#platform/stage/step-handler.ts';
import type { ObjectStore } from '#platform/store/object-store.ts';
import { scorePart } from '../../../functions/score-part/score-part.ts';
import { planScoring } from '../../../functions/score-plan/plan-scoring.ts';
import { publishScores } from '../../../functions/score-publish/publish-scores.ts';
import { lambdaContext } from '../../support/lambda-context.ts';
import { FaultyProcess } from './sabotage.ts';
import type { ScoreReader } from './sabotaged-ports.ts';

/** What the steps of scoring see of the world in one process. */
export interface ScoringPorts {
  readonly store: ObjectStore;
  readonly ledger: RunLedger;
  readonly writer: InsightsWriter;
  readonly reader: ScoreReader;
}

/** Attempts of a step before it has failed: the first, and the two retries that lib/ asks for. */
const ATTEMPTS = 3;

interface Options {
  readonly portsOf: (process: FaultyProcess) => ScoringPorts;
  readonly giveUp: (record: unknown) => Promise<void>;
  /** Has work done some time later, among the events that wait. */
  readonly later: (work: (times: number) => Promise<void>) => void;
}

/**
 * The state machine of lib/scoring-machine.ts over stores in memory: every attempt is a process of its own. Where work
 * is asked for more than once at a time, so is each step.
 */
export class ScoringExecutions implements Executions {
  readonly #options: Options;
  readonly #ended = new Map<string, boolean>();

  constructor(options: Options) {
    this.#options = options;
  }

  async start(name: string, input: unknown): Promise<'under way' | 'ended'> {
    const isEnded = this.#ended.get(name);
    if (isEnded === undefined) this.#begin(name, input);
    return isEnded === true ? 'ended' : 'under way';
  }

  #begin(name: string, input: unknown): void {
    this.#ended.set(name, false);
    const { runId } = scoringOrderSchema.parse(input);
    const startedAt = new Date().toISOString();
    const end = () => {
      this.#ended.set(name, true);
    };
    const fail = (error: unknown, part?: number) =>
      this.#options
        .giveUp({ givenUpScoring: { runId, error, ...(part === undefined ? {} : { part }) } })
        .then(end);
    const { later } = this.#options;
    const publish = (plan: object) => (times: number) =>
      this.#step('publish', { ...plan, startedAt }, times, async () => end(), fail);
    later((times) =>
      this.#step(
        'plan',
        input,
        times,
        async (answer) => {
          const { parts, ...plan } = scoringPlanSchema.parse(answer);
          let left = parts.length;
          for (const part of parts) {
            later((partTimes) => {
              const done = async () => {
                left--;
                if (left === 0) later(publish(plan));
              };
              if (this.#ended.get(name) === true) return Promise.resolve();
              return this.#step('part', { ...plan, part }, partTimes, done, (error) => fail(error, part));
            });
          }
        },
        fail,
      ),
    );
  }

  async #step(
    step: keyof typeof STEPS,
    order: unknown,
    times: number,
    next: (answer: unknown) => Promise<void>,
    fail: (error: unknown) => Promise<void>,
  ): Promise<void> {
    const attempts = Array.from({ length: times }, () => this.#attempts(step, order));
    const [outcome] = await Promise.all(attempts);
    if (outcome !== undefined && 'answer' in outcome) await next(outcome.answer);
    else await fail(outcome?.error);
  }

  async #attempts(step: keyof typeof STEPS, order: unknown) {
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#attempt(step, order);
      const isFinal = 'error' in outcome && /^(Data|Schema)Error$/.test(outcome.error.Error);
      if ('answer' in outcome || isFinal || attempt === ATTEMPTS) return outcome;
    }
  }

  async #attempt(step: keyof typeof STEPS, order: unknown) {
    const process = new FaultyProcess();
    const handler: StepHandler = STEPS[step](this.#options.portsOf(process));
    return Promise.race([
      handler(order, lambdaContext()).then(
        (answer) => ({ answer }),
        (error: Error) => ({
          error: { Error: error.name, Cause: JSON.stringify({ errorMessage: error.message }) },
        }),
      ),
      process.died.then(() => ({ error: { Error: 'Runtime.ExitError', Cause: 'Runtime exited' } })),
    ]);
  }
}

const STEPS = {
  plan: (ports: ScoringPorts) =>
    stepHandler({
      ...{ stage: 'score', ledger: ports.ledger, order: scoringOrderSchema },
      work: (order) => planScoring(ports, order),
    }),
  part: (ports: ScoringPorts) =>
    stepHandler({
      ...{ stage: 'score', ledger: ports.ledger, order: partOrderSchema },
      work: (order) => scorePart(ports, order),
    }),
  publish: (ports: ScoringPorts) =>
    stepHandler({
      ...{ stage: 'score', ledger: ports.ledger, order: publishOrderSchema },
      work: (order) => publishScores(ports, order),
      stageStartedAt: ({ startedAt }) => startedAt,
    }),
};
