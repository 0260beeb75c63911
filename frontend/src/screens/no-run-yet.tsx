import { useEffect } from 'preact/hooks';
import { kpis } from '../api/live-run.ts';
import { getRuns } from '../api/routes.ts';
import { useResource } from '../api/use-resource.ts';
import { RunStateBadge } from '../components/run-state-badge.tsx';

const REFRESH_MS = 5000;
const SHOWN_RUNS = 5;

/** Before the first run is published: how to start one, and how far those at work have come. */
export function NoRunYet() {
  const runs = useResource('runs', getRuns);
  const { reload } = runs;
  // `reload` is made anew on each render and does the same.
  useEffect(() => {
    const timer = setInterval(() => {
      reload();
      void kpis.reload();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  const list = runs.data?.runs.slice(0, SHOWN_RUNS) ?? [];
  return (
    <div class="welcome">
      <h1>No run has been published yet</h1>
      <p class="lead">
        Upload a CSV of your customers. It is cleaned, a model is trained on it, every customer is scored, and
        the numbers appear here.
      </p>
      <ol class="steps">
        <li>
          <h2>On this machine</h2>
          <pre>
            <code>npm run upload -- customers.csv</code>
          </pre>
        </li>
        <li>
          <h2>On AWS</h2>
          <pre>
            <code>{'aws s3 cp customers.csv s3://<data bucket>/raw/'}</code>
          </pre>
        </li>
      </ol>
      {list.length > 0 && (
        <section aria-labelledby="runs-at-work">
          <h2 id="runs-at-work">Runs so far</h2>
          <ul class="run-list">
            {list.map((run) => (
              <li key={run.runId}>
                <RunStateBadge state={run.state} />
                <span class="mono">{run.sourceKey}</span>
                {run.failure !== null && <span class="run-list__failure">{run.failure.message}</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
      <p class="quiet" role="status">
        <span class="pulse" aria-hidden="true" />
        This page refreshes by itself.
      </p>
    </div>
  );
}
