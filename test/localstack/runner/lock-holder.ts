/** Holds a state folder until it is killed. */
import { lockState } from '../../../localstack/runner/state-lock.ts';

await lockState(process.argv[2] ?? '');
console.log('held');
setInterval(() => {}, 60_000);
