/** How one operation goes wrong: an error or the death of its process, before or after it took effect. */
export const FAULT_KINDS = ['fails before', 'fails after', 'dies before', 'dies after'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** What goes wrong at the operation of this number, counted from 0 over all processes. */
export interface Fault {
  readonly at: number;
  readonly kind: FaultKind;
  /** How many operations of the same name go wrong, beginning with this one. @default 1 */
  readonly times?: number;
}

/** The error that a sabotaged operation fails with. */
export class InjectedFault extends Error {
  constructor(operation: string) {
    super(`injected at ${operation}`);
    this.name = 'InjectedFault';
  }
}

/** One attempt of a Lambda function. Once it died nothing that it does has an effect, nor does any of it ever return. */
export class FaultyProcess {
  readonly died: Promise<'died'>;
  #tellDeath: (how: 'died') => void = () => {};
  #isDead = false;

  constructor() {
    this.died = new Promise((resolve) => {
      this.#tellDeath = resolve;
    });
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  die(): Promise<never> {
    this.#isDead = true;
    this.#tellDeath('died');
    return new Promise(() => {});
  }
}

/** How an operation does half of its work. */
export interface Halves<T> {
  /** What it does, without effect, before it fails. */
  readonly before?: () => Promise<unknown>;
  /** What it answers in place of failing at once. */
  readonly after?: (result: T, fault: InjectedFault) => T;
}

/** Counts the operations of all processes, lets one of them go wrong, and lets a reader look around every one. */
export class Sabotage {
  /** The name of every operation so far, in order. */
  readonly operations: string[] = [];
  readonly #fault: Fault | undefined;
  readonly #look: (operation: string) => Promise<void>;
  #struck = 0;

  constructor(fault: Fault | undefined, look: (operation: string) => Promise<void>) {
    this.#fault = fault;
    this.#look = look;
  }

  async step<T>(
    name: string,
    process: FaultyProcess,
    act: () => Promise<T>,
    halves: Halves<T> = {},
  ): Promise<T> {
    if (process.isDead) return process.die();
    const kind = this.#kindOf(this.operations.push(name) - 1, name);
    await this.#look(`before ${name}`);
    if (kind === 'dies before') return process.die();
    if (kind === 'fails before') {
      await halves.before?.();
      throw new InjectedFault(name);
    }
    const result = await act();
    await this.#look(`after ${name}`);
    if (process.isDead || kind === 'dies after') return process.die();
    if (kind === undefined) return result;
    const fault = new InjectedFault(name);
    if (halves.after === undefined) throw fault;
    return halves.after(result, fault);
  }

  #kindOf(index: number, name: string): FaultKind | undefined {
    if (this.#fault === undefined || index < this.#fault.at) return undefined;
    const { at, kind, times = 1 } = this.#fault;
    if (name !== this.operations[at] || this.#struck === times) return undefined;
    this.#struck++;
    return kind;
  }
}
