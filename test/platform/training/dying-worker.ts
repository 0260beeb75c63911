import { parentPort } from 'node:worker_threads';

/** A thread that ends at its first request, as one does that runs out of memory. */
parentPort!.on('message', () => process.exit(3));
