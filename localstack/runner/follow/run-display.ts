import { progressLine } from './progress-line.ts';
import { describeRun, type RunStatus } from './run-status.ts';

/** Where the lines go: process.stdout, as far as it is needed. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const ERASE_LINE = '\r\u001b[2K';
/** Where nothing can be redrawn, a line is added for each further tenth, or after so many rows. */
const PLAIN_STEP_SHARE = 0.1;
const PLAIN_STEP_ROWS = 1_000_000;

/**
 * Shows a run as it goes: a line for each change, and on a terminal one line below them that is redrawn as the stage
 * goes on. Where the output is no terminal, a plain line now and then says the same.
 */
export class RunDisplay {
  readonly #screen: Screen;
  readonly #nowMs: () => number;
  readonly #startedAtMs: number;
  #hasBar = false;
  #plainStep = 0;

  constructor(screen: Screen, nowMs: () => number = () => performance.now()) {
    this.#screen = screen;
    this.#nowMs = nowMs;
    this.#startedAtMs = nowMs();
  }

  /** A line that stays. */
  say(line: string): void {
    this.#screen.write(`${this.#hasBar ? ERASE_LINE : ''}${line}\n`);
    this.#hasBar = false;
  }

  readonly onChange = (run: RunStatus): void => {
    this.#plainStep = 0;
    this.say(`${this.#seconds()}  ${run.runId}  ${describeRun(run)}`);
  };

  readonly onProgress = ({ progress }: RunStatus): void => {
    if (progress === undefined) return;
    const line = `${this.#seconds()}  ${progressLine(progress)}`;
    if (this.#screen.isTTY === true) {
      this.#screen.write(`${ERASE_LINE}${line.slice(0, (this.#screen.columns ?? 80) - 1)}`);
      this.#hasBar = true;
      return;
    }
    const { rowsDone, rowsTotal } = progress;
    const steps = rowsTotal ? rowsDone / rowsTotal / PLAIN_STEP_SHARE : rowsDone / PLAIN_STEP_ROWS;
    if (Math.floor(steps) <= this.#plainStep) return;
    this.#plainStep = Math.floor(steps);
    this.say(line);
  };

  #seconds(): string {
    return `${((this.#nowMs() - this.#startedAtMs) / 1000).toFixed(1).padStart(6)} s`;
  }
}
