import { spawnSync } from 'node:child_process';

const CANDIDATES = ['python3', '/usr/bin/python3'];
const NEEDED = 'import numpy, scipy, sklearn';

/** How to get what is missing. */
export const INSTALL_HINT = 'on Debian and Ubuntu: apt install python3-sklearn python3-xgboost';

/** The command of a Python that has scikit-learn; undefined where there is none. */
export function findPython(candidates: readonly string[] = CANDIDATES): string | undefined {
  return candidates.find((command) => spawnSync(command, ['-c', NEEDED], { stdio: 'ignore' }).status === 0);
}
