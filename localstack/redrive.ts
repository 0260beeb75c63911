import { redriveCommand } from './runner/redrive-command.ts';

process.exitCode = await redriveCommand(process.argv.slice(2));
