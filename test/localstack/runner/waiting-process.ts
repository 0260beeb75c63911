/** Says what its stop signal does, and stops by itself only when it is told to at once. */
import { listenForStop } from '../../../localstack/runner/stop-signals.ts';

const { signal, crashed } = listenForStop(100);
signal.addEventListener('abort', () => console.log(`aborted, crashed: ${crashed()}`));
setInterval(() => {}, 60_000);
if (process.argv[2] === 'crash') setImmediate(() => Promise.reject(new Error('a part broke')));
console.log('waiting');
