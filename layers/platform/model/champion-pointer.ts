import { ChurnError } from '#core/errors.ts';
import { type Champion, championSchema } from '#core/lake/documents.ts';
import { CHAMPION_KEY } from '#core/lake/keys.ts';
import { findJson, lostRace, writeJson } from '../store/json-objects.ts';
import type { ObjectStore } from '../store/object-store.ts';

const MAX_RACES = 20;

export function findChampion(store: ObjectStore): Promise<Champion | undefined> {
  return findJson(store, CHAMPION_KEY, championSchema);
}

/** The decision as it stands, or that one on a newer run stood already. */
export type ChampionOutcome = { readonly decided: Champion } | 'overtaken';

/**
 * Writes the decision unless one on a newer run stands already: of trainings that end in any order, the one on the
 * newest run is kept. A decision that is made again still names the run that it overtook.
 */
export async function decideChampion(
  store: ObjectStore,
  decision: Omit<Champion, 'overtook'>,
): Promise<ChampionOutcome> {
  for (let race = 0; race < MAX_RACES; race += 1) {
    const head = await store.head(CHAMPION_KEY);
    const standing = head === undefined ? undefined : await findChampion(store);
    if (standing !== undefined && standing.runId > decision.runId) return 'overtaken';
    const overtook = standing?.runId === decision.runId ? standing.overtook : standing?.runId;
    const decided = overtook === undefined ? decision : { ...decision, overtook };
    try {
      const condition = head === undefined ? { ifAbsent: true } : { ifEtag: head.etag };
      await writeJson(store, CHAMPION_KEY, decided, condition);
      return { decided };
    } catch (error) {
      if (!lostRace(error)) throw error;
    }
  }
  throw new ChurnError('CHAMPION_CONTENDED', `${CHAMPION_KEY} was changed by others ${MAX_RACES} times.`);
}
