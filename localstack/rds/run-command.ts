import { spawn } from 'node:child_process';

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string | Buffer;
  /** Default 120,000. */
  readonly timeoutMs?: number;
}

/** Runs a program without a shell; a program that is missing or killed has exit code -1 and says so in `stderr`. */
export function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: { ...process.env, LC_ALL: 'C', ...options.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: options.timeoutMs ?? 120_000,
      killSignal: 'SIGKILL',
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.stdin.on('error', () => {}); // a program may end without reading all its input; its exit code tells
    child.stdin.end(options.input ?? '');
    child.once('error', (error) => resolve({ exitCode: -1, stdout: '', stderr: error.message }));
    child.once('close', (code, signal) => {
      const fault = signal === null ? '' : `\nended by ${signal}`;
      resolve({
        exitCode: code ?? -1,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString() + fault,
      });
    });
  });
}

/** The last lines of a program's output, on one line. */
export function tail(output: string, lines = 3): string {
  return output.trim().split('\n').slice(-lines).join(' | ');
}
