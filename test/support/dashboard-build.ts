import { join } from 'node:path';
import { build } from 'vite';
import { buildOnce, projectRoot } from './build-once.ts';

/** Where `npm run build` puts the dashboard. */
export const dashboardFolder = join(projectRoot, 'frontend/dist');

/** Builds the dashboard where its sources are newer than what was built. */
export function ensureDashboardBuilt(): Promise<void> {
  return buildOnce({
    name: 'dashboard-build',
    proof: join(dashboardFolder, 'index.html'),
    sources: ['frontend/*.*', 'frontend/src/**/*.*', 'layers/core/errors.ts', 'layers/core/economics/*.ts'],
    build: async () => {
      await build({ configFile: join(projectRoot, 'frontend/vite.config.ts'), logLevel: 'warn' });
    },
  });
}
