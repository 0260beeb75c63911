import {
  CHAMPION_KEY,
  CLEAN_PREFIX,
  FEATURES_PREFIX,
  PROFILE_FILE,
  QUALITY_FILE,
  RAW_PREFIX,
  SNAPSHOTS_PREFIX,
} from './keys.ts';
import type { Stage } from './run-status.ts';

/** The stage that an object's arrival starts; undefined for one that starts none. */
export function stageWokenBy(key: string): Stage | undefined {
  if (key.startsWith(RAW_PREFIX)) return 'ingest';
  if (key.startsWith(SNAPSHOTS_PREFIX) && key.endsWith('.json')) return 'clean';
  if (key.startsWith(CLEAN_PREFIX) && key.endsWith(`/${QUALITY_FILE}`)) return 'features';
  if (key.startsWith(FEATURES_PREFIX) && key.endsWith(`/${PROFILE_FILE}`)) return 'train';
  return key === CHAMPION_KEY ? 'score' : undefined;
}
