import { useEffect } from 'preact/hooks';
import { newRun } from '../api/live-run.ts';
import { CheckIcon, CrossIcon } from './icons.tsx';

const SHOWN_MS = 20_000;

/** Says discreetly that another run has been published and that the numbers are its own now. */
export function NewRunNotice() {
  const runId = newRun.value;
  const dismiss = () => {
    newRun.value = undefined;
  };
  useEffect(() => {
    if (runId === undefined) return;
    const timer = setTimeout(dismiss, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [runId]);
  return (
    <div class="notice-place" role="status">
      {runId !== undefined && (
        <div class="notice">
          <CheckIcon />
          <p>
            A new run was published; you are looking at its numbers.
            <span class="notice__run">{runId}</span>
          </p>
          <button type="button" class="button button--icon" aria-label="Dismiss" onClick={dismiss}>
            <CrossIcon />
          </button>
        </div>
      )}
    </div>
  );
}
