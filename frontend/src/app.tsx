import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { NewRunNotice } from './components/new-run-notice.tsx';
import { PublishedRunGate } from './components/published-run-gate.tsx';
import { SiteHeader } from './components/site-header.tsx';
import type { Route } from './navigation/route.ts';
import { route } from './navigation/router.ts';
import { CustomersScreen } from './screens/customers/customers-screen.tsx';
import { DefinitionsScreen } from './screens/definitions/definitions-screen.tsx';
import { ModelScreen } from './screens/model/model-screen.tsx';
import { NotFoundScreen } from './screens/not-found-screen.tsx';
import { OverviewScreen } from './screens/overview/overview-screen.tsx';
import { RunsScreen } from './screens/runs/runs-screen.tsx';

interface Screen {
  readonly title: string;
  readonly component: ComponentType;
  /** Shows the published run, so there must be one. */
  readonly needsRun: boolean;
}

const SCREENS: Readonly<Record<Route['screen'], Screen>> = {
  overview: { title: 'Overview', component: OverviewScreen, needsRun: true },
  customers: { title: 'Customers', component: CustomersScreen, needsRun: true },
  model: { title: 'Model', component: ModelScreen, needsRun: true },
  definitions: { title: 'Definitions', component: DefinitionsScreen, needsRun: false },
  runs: { title: 'Runs', component: RunsScreen, needsRun: false },
  'not-found': { title: 'Not found', component: NotFoundScreen, needsRun: false },
};

/** The frame around the screens. */
export function App() {
  const { screen } = route.value;
  const { title, component: Screen, needsRun } = SCREENS[screen];
  const main = useRef<HTMLElement>(null);
  const shown = useRef(screen);
  useEffect(() => {
    document.title = `${title} · Churn and revenue`;
    if (shown.current === screen) return;
    shown.current = screen;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [screen, title]);
  return (
    <>
      <button type="button" class="skip-link" onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <SiteHeader current={screen} />
      <main ref={main} class="main" tabIndex={-1}>
        {needsRun ? (
          <PublishedRunGate title={title}>
            <Screen key={screen} />
          </PublishedRunGate>
        ) : (
          <Screen key={screen} />
        )}
      </main>
      <NewRunNotice />
    </>
  );
}
