import { useEffect } from 'preact/hooks';
import { getRuns } from '../../api/routes.ts';
import { useResource } from '../../api/use-resource.ts';
import { Content } from '../../components/block.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { runStateWords } from '../../format/run-states.ts';
import { navigate, route, visit } from '../../navigation/router.ts';
import { QualityPanel } from './quality-panel.tsx';
import { RunsTable } from './runs-table.tsx';

const REFRESH_MS = 5000;

/** Every upload and what became of it; refreshed by itself while one is at work. */
export function RunsScreen() {
  const resource = useResource('runs', getRuns);
  const { data, reload } = resource;
  const atWork = data?.runs.some((run) => !runStateWords(run.state).ended) ?? false;
  // `reload` is made anew on each render and does the same.
  useEffect(() => {
    if (!atWork) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [atWork]);
  const open = route.value.screen === 'runs' ? route.value.run : undefined;
  return (
    <>
      <h1>Runs</h1>
      <p class="lead">Each upload makes one run. The newest one that was published is the one shown.</p>
      <section class="block" aria-label="Runs">
        <Content resource={resource} subject="runs" skeleton={<SkeletonRows rows={8} />}>
          {({ runs }) =>
            runs.length === 0 ? (
              <p class="empty">There is no run yet. Upload a CSV of your customers to start one.</p>
            ) : (
              <RunsTable runs={runs} />
            )
          }
        </Content>
      </section>
      {open !== undefined && (
        <QualityPanel
          key={open}
          runId={open}
          run={data?.runs.find((run) => run.runId === open)}
          onClose={closePanel}
        />
      )}
    </>
  );
}

function closePanel(): void {
  if (visit.peek().openedFromList) history.back();
  else navigate({ screen: 'runs' }, {}, { replace: true });
}
