import { spawnSync } from 'node:child_process';

const CANDIDATES = ['python3', '/usr/bin/python3'];

/** How to get what is missing. */
export const PANDAS_INSTALL_HINT = 'on Debian and Ubuntu: apt install python3-pandas';

/** The command of a Python that has pandas; undefined where there is none. */
export function findPandas(candidates: readonly string[] = CANDIDATES): string | undefined {
  return candidates.find((command) => {
    return spawnSync(command, ['-c', 'import pandas'], { stdio: 'ignore' }).status === 0;
  });
}
