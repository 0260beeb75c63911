import type { RunLedger } from '../runs/run-ledger.ts';
import type { ObjectStore } from '../store/object-store.ts';

/**
 * For a stage whose work is done already. Of a run that failed further on, the stage's last object is written once more,
 * so that the event wakes the next stage; of any other, the event was a repetition and nothing happens.
 */
export async function repeatIfFailed(
  ports: { readonly store: ObjectStore; readonly ledger: RunLedger },
  runId: string,
  lastKey: string,
): Promise<void> {
  const status = await ports.ledger.find(runId);
  if (status?.state !== 'failed') return;
  await ports.store.write(lastKey, await ports.store.readBytes(lastKey), { contentType: 'application/json' });
}
