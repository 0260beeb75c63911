import type { Stage } from '#core/lake/run-status.ts';
import { stageWokenBy } from '#core/lake/woken-stage.ts';
import type { StageHandler } from '#platform/stage/stage-handler.ts';
import { lambdaContext } from '../../support/lambda-context.ts';
import { FaultyProcess } from './sabotage.ts';

/** One event for one stage. */
export interface StageEvent {
  readonly stage: Stage;
  readonly key: string;
  readonly eventTime: string;
}

/** Makes the handler of a stage for one process. */
export type HandlerFactory = (stage: Stage, process: FaultyProcess) => StageHandler;

interface Delivery {
  readonly event: StageEvent;
  readonly attempt: number;
}
/** An event's attempt, or work of another service; that may be asked for several times at once. */
type Waiting = Delivery | { readonly work: (times: number) => Promise<void> };

/** Attempts of an event before it is a dead letter: the first, and the one retry that lib/ asks for. */
const ATTEMPTS = 2;

/**
 * S3's notifications and Lambda's asynchronous calls: every attempt is a process of its own, and what failed comes
 * back behind the events that wait already.
 */
export class EventCloud {
  /** Every event that S3 ever sent, in order. */
  readonly sent: StageEvent[] = [];
  readonly deadLetters: StageEvent[] = [];
  readonly #handlerOf: HandlerFactory;
  readonly #giveUp: (record: unknown) => Promise<void>;
  readonly #waiting: Waiting[] = [];

  /** @param giveUp Told of every event that failed for good, as Lambda tells it. */
  constructor(handlerOf: HandlerFactory, giveUp: (record: unknown) => Promise<void>) {
    this.#handlerOf = handlerOf;
    this.#giveUp = giveUp;
  }

  /** Sends the event of an object that was just written. */
  objectWritten(key: string, eventTime: string): void {
    const stage = stageWokenBy(key);
    if (stage !== undefined) this.send({ stage, key, eventTime });
  }

  send(event: StageEvent): void {
    this.sent.push(event);
    this.#waiting.push({ event, attempt: 1 });
  }

  /** Has work done behind all that waits already. */
  later(work: (times: number) => Promise<void>): void {
    this.#waiting.push({ work });
  }

  /** Delivers one event after another until none is left. @param pick Which of so many comes next. @default the first */
  async settle(pick: (count: number) => number = () => 0): Promise<void> {
    while (this.#waiting.length > 0) {
      const [next] = this.#waiting.splice(pick(this.#waiting.length), 1);
      await (next !== undefined && 'work' in next ? next.work(1) : this.#attempt(next!));
    }
  }

  /** Delivers all waiting events at once, each twice, then what came of that, until none is left. */
  async settleTwiceAtOnce(): Promise<void> {
    while (this.#waiting.length > 0) {
      const waiting = this.#waiting.splice(0);
      const events = waiting.flatMap((each) => ('work' in each ? [] : [each]));
      const batch = new Map(events.map((delivery) => [delivery.event.key, delivery]));
      const twice = [...batch.values(), ...batch.values()].map((delivery) => this.#attempt(delivery));
      const work = waiting.flatMap((each) => ('work' in each ? [each.work(2)] : []));
      await Promise.all([...twice, ...work]);
    }
  }

  async #attempt({ event, attempt }: Delivery): Promise<void> {
    const process = new FaultyProcess();
    const handler = this.#handlerOf(event.stage, process);
    const outcome = await Promise.race([
      handler(notificationOf(event), lambdaContext()).then(
        () => undefined,
        (error: Error) => error.message,
      ),
      process.died,
    ]);
    if (outcome === undefined) return;
    if (attempt < ATTEMPTS) {
      this.#waiting.push({ event, attempt: attempt + 1 });
      return;
    }
    this.deadLetters.push(event);
    await this.#giveUp({ requestPayload: notificationOf(event), responsePayload: { errorMessage: outcome } });
  }
}

function notificationOf({ key, eventTime }: StageEvent): unknown {
  return { Records: [{ eventTime, s3: { object: { key: encodeURIComponent(key) } } }] };
}
