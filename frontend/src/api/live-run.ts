import { effect, signal } from '@preact/signals';
import type { Kpis } from '#core/api/contract.ts';
import { Loader } from './loader.ts';
import { getKpis } from './routes.ts';

const POLL_MS = 30_000;

/** The KPIs of the published run: shown on the overview, and asked for again and again to notice a new run. */
export const kpis = new Loader<Kpis>();

/** Goes up by one whenever another run has been published since; whatever shows the run's data loads it again. */
export const runEpoch = signal(0);

/** The run that has just replaced the one shown, until the notice is dismissed. */
export const newRun = signal<string | undefined>(undefined);

let shownRunId: string | undefined;
let askedAt = 0;

/** Starts asking: now, every 30 s while the page is visible, and when it becomes visible again. */
export function startLiveRun(): void {
  effect(() => noteRun(kpis.state.value.data?.runId));
  ask();
  setInterval(askIfDue, 1000);
  document.addEventListener('visibilitychange', askIfDue);
}

function ask(): void {
  askedAt = Date.now();
  void kpis.start('kpis', getKpis);
}

function askIfDue(): void {
  const { error } = kpis.state.peek();
  const retriesByItself = error?.retryAfterSeconds !== undefined;
  if (document.visibilityState !== 'visible' || retriesByItself) return;
  if (Date.now() - askedAt >= POLL_MS) ask();
}

function noteRun(runId: string | undefined): void {
  if (runId === undefined || runId === shownRunId) return;
  if (shownRunId !== undefined) {
    newRun.value = runId;
    runEpoch.value = runEpoch.peek() + 1;
  }
  shownRunId = runId;
}
