import { RUNS_PREFIX } from '#core/lake/keys.ts';
import { runStatusSchema } from '#core/lake/run-status.ts';
import type { DataApiClient } from '#platform/insights-store/data-api-client.ts';
import { type RunStateRow, runStateRowOf, writeRunState } from '#platform/insights-store/run-states.ts';
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
 * is written with every report of progress, of which the table has nothing: a row that would stay as it is is not
 * written, so that a database may sleep through a long training.
 */
export function runRecorder({ store, client }: RecorderPorts): (key: string) => Promise<void> {
  const written = new Map<string, string>();
  return async (key) => {
    if (!key.startsWith(RUNS_PREFIX)) return;
    const status = await findJson(store, key, runStatusSchema);
    if (status === undefined) return;
    const row = runStateRowOf(status);
    const content = contentOf(row);
    if (written.get(row.runId) === content) return;
    await writeRunState(client, row);
    written.set(row.runId, content);
    if (written.size > REMEMBERED_RUNS) written.delete(written.keys().next().value ?? '');
  };
}

/** All but what every write changes. */
function contentOf({ revision: _, updatedAt: __, ...content }: RunStateRow): string {
  return JSON.stringify(content);
}
