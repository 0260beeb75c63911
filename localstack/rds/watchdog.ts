import { spawn } from 'node:child_process';

/** Waits for the end of its input, which comes with the end of the runner, however it ends; then stops the server. */
const SCRIPT = `read -r _
kill -TERM "$1" 2>/dev/null
waited=0
while kill -0 "$1" 2>/dev/null && [ "$waited" -lt 300 ]; do
  sleep 0.1
  waited=$((waited + 1))
done
[ "$waited" -lt 300 ] || kill -KILL "$1" 2>/dev/null
`;

/** Starts a small shell that stops process `pid` should this process die, even by kill -9. */
export function startWatchdog(pid: number): { readonly dismiss: () => void } {
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'database-watchdog', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.on('error', () => {}); // no shell: an orphan is then stopped at the next start
  child.unref();
  const { stdin } = child;
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
  return { dismiss: () => child.kill('SIGKILL') };
}
