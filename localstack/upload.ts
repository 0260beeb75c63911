import { uploadCommand } from './runner/upload-command.ts';

process.exitCode = await uploadCommand(process.argv.slice(2));
