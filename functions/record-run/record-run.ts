import { RUNS_PREFIX } from '#core/lake/keys.ts';
import { runStatusSchema } from '#core/lake/run-status.ts';
import type { DataApiClient } from '#platform/insights-store/data-api-client.ts';
import { runStateRowOf, writeRunState } from '#platform/insights-store/run-states.ts';
import { findJson } from '#platform/store/json-objects.ts';
import type { ObjectStore } from '#platform/store/object-store.ts';

export interface RecorderPorts {
  readonly store: ObjectStore;
  readonly client: Pick<DataApiClient, 'execute'>;
}

/** Runs that one instance remembers: more than are ever under way at once. */
const REMEMBERED_RUNS = 100;

/**
 * Brings the row of a run in `run_states` to what `runs/<runId>.json` says now, whatever the event spoke of. The object
 * is written with every report of progress, of which the table has nothing: a revision that this instance has written is
 * not written again, so that a database may sleep through a long training.
 */
export function runRecorder({ store, client }: RecorderPorts): (key: string) => Promise<void> {
  const writtenRevisions = new Map<string, number>();
  return async (key) => {
    if (!key.startsWith(RUNS_PREFIX)) return;
    const status = await findJson(store, key, runStatusSchema);
    if (status === undefined) return;
    const row = runStateRowOf(status);
    if ((writtenRevisions.get(row.runId) ?? -1) >= row.revision) return;
    await writeRunState(client, row);
    writtenRevisions.set(row.runId, row.revision);
    if (writtenRevisions.size > REMEMBERED_RUNS) {
      writtenRevisions.delete(writtenRevisions.keys().next().value ?? '');
    }
  };
}
