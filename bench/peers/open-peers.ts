import { findPython, INSTALL_HINT } from './find-python.ts';
import { type PeerVersions, PythonPeers } from './python-peers.ts';

/** The peers, if any, and what to tell of them. */
export interface OpenedPeers {
  readonly peers: PythonPeers | undefined;
  readonly versions: PeerVersions | null;
  /** What is not there and how to install it; undefined where nothing is missing or was wanted. */
  readonly missing?: string;
}

/** Starts the peers where Python and scikit-learn are there; without them the bench measures ours alone. @param find Looks for Python. */
export async function openPeers(isWanted: boolean, threads: number, find = findPython): Promise<OpenedPeers> {
  if (!isWanted) return { peers: undefined, versions: null };
  const python = find();
  if (python === undefined) {
    return {
      peers: undefined,
      versions: null,
      missing: `No peers: no python3 with scikit-learn was found (${INSTALL_HINT}).`,
    };
  }
  const peers = await PythonPeers.open(python, threads);
  const { versions } = peers;
  if (versions.xgboost !== null) return { peers, versions };
  return { peers, versions, missing: `No XGBoost: ${python} has none (${INSTALL_HINT}).` };
}
