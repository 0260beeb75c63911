import { render } from 'preact';
import { startLiveRun } from './api/live-run.ts';
import { App } from './app.tsx';
import { startRouter } from './navigation/router.ts';

const root = document.getElementById('app');
if (root === null) throw new Error('The page has no #app element.');
startRouter();
startLiveRun();
render(<App />, root);
