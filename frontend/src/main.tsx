import { render } from 'preact';
import { sendWith } from './api/client.ts';
import { startLiveRun } from './api/live-run.ts';
import { App } from './app.tsx';
import { authorizedSend } from './auth/authorized-send.ts';
import { session, startSession } from './auth/session.ts';
import { SignedInGate } from './auth/signed-in-gate.tsx';
import { startRouter } from './navigation/router.ts';

const root = document.getElementById('app');
if (root === null) throw new Error('The page has no #app element.');
sendWith(authorizedSend);
await startSession();
startRouter();
if (session.value.kind === 'signed-in') startLiveRun();
render(
  <SignedInGate>
    <App />
  </SignedInGate>,
  root,
);
