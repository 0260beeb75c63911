/** A thread that ends its process, and what that process has started, when the parent's end of the pipe closes. */
import { Socket } from 'node:net';
import { workerData } from 'node:worker_threads';

const lifeline = new Socket({ fd: Number(workerData), readable: true, writable: false });
lifeline.on('error', () => undefined);
lifeline.on('close', () => {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    process.kill(process.pid, 'SIGKILL');
  }
});
lifeline.resume();
