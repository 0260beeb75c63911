import { resetCommand } from './runner/reset-command.ts';

process.exitCode = await resetCommand(process.argv.slice(2));
