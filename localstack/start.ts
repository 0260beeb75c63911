import { startCommand } from './runner/start-command.ts';

process.exitCode = await startCommand(process.argv.slice(2));
