import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { BrandIcon } from '../components/icons.tsx';
import { session, signIn } from './session.ts';

/** Shows the dashboard to whoever is signed in, and to others why they do not see it. */
export function SignedInGate({ children }: { readonly children: ComponentChildren }) {
  const state = session.value;
  switch (state.kind) {
    case 'signed-in':
      return <>{children}</>;
    case 'signed-out':
      return <Notice title="You are signed out" action="Sign in" />;
    case 'failed':
      return <Notice title="Signing in did not work" action="Try again" {...state} />;
    case 'waiting':
      return <main class="main" aria-busy="true" />;
  }
}

interface NoticeProps {
  readonly title: string;
  readonly reason?: string;
  readonly code?: string;
  readonly action: string;
}

function Notice({ title, reason, code, action }: NoticeProps) {
  useEffect(() => {
    document.title = `${title} · Churn and revenue`;
  }, [title]);
  return (
    <>
      <header class="site-header">
        <div class="site-header__inside">
          <span class="brand">
            <BrandIcon />
            <span>Churn and revenue</span>
          </span>
        </div>
      </header>
      <main class="main notice-page">
        <h1>{title}</h1>
        {reason !== undefined && (
          <p class="lead" role="alert">
            {reason}
          </p>
        )}
        {code !== undefined && (
          <p class="quiet">
            Code <code>{code}</code>
          </p>
        )}
        <div>
          <button type="button" class="button" onClick={() => void signIn()}>
            {action}
          </button>
        </div>
      </main>
    </>
  );
}
