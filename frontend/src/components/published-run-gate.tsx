import type { ComponentChildren } from 'preact';
import { DATABASE_WAKING, NO_PUBLISHED_RUN } from '../api/api-error.ts';
import { kpis } from '../api/live-run.ts';
import { NoRunYet } from '../screens/no-run-yet.tsx';
import { Waking } from './failure.tsx';

export interface PublishedRunGateProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

/** Stands before the screens of the published run while there is none, or while the database wakes. */
export function PublishedRunGate({ title, children }: PublishedRunGateProps) {
  const { data, error } = kpis.state.value;
  if (data === undefined && error?.code === NO_PUBLISHED_RUN) return <NoRunYet />;
  if (data === undefined && error?.code === DATABASE_WAKING) {
    return (
      <>
        <h1>{title}</h1>
        <Waking />
      </>
    );
  }
  return <>{children}</>;
}
