/** `npm run reset`: forgets everything that the local stack holds. */
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from './stack/run-script.ts';
import { liveHolderOf } from './stack/state-lock.ts';

const { values: options } = parseArgs({ options: { state: { type: 'string', default: '.local' } } });
const stateDirectory = resolve(projectRoot, options.state);
const holder = await liveHolderOf(stateDirectory);
if (holder !== undefined) {
  console.error(`The local stack is running (process ${holder}): stop it first.`);
  process.exit(1);
}
await rm(stateDirectory, { recursive: true, force: true });
console.log(`${options.state} is empty.`);
