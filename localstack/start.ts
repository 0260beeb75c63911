import { setFlagsFromString } from 'node:v8';
import { startCommand } from './runner/start-command.ts';

// Bodies of objects pass through here in buffers outside V8's heap. By default every 64 MB of them make it look through
// all of that heap, a third of this process's time while files of a million rows are moved.
setFlagsFromString('--external-memory-accounted-in-global-limit');

process.exitCode = await startCommand(process.argv.slice(2));
