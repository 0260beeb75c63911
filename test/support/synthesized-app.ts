import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { type Machine, synthesize } from '../../localstack/runner/synthesize.ts';
import { buildOnce, projectRoot } from './build-once.ts';
import { dashboardFolder, ensureDashboardBuilt } from './dashboard-build.ts';

/** The folder of the app as it is synthesized for the cloud. */
export const appForCloud = () => synthesizedApp({ platform: 'linux', architecture: 'arm64' });

/** The folder of the app as `npm start` synthesizes it here, for stacks that need not do so again. */
export const appForHere = () => synthesizedApp({ platform: process.platform, architecture: process.arch });

/** The template of an app's folder. */
export async function templateOf(folder: string): Promise<Template> {
  return Template.fromJSON(JSON.parse(await readFile(join(folder, 'ChurnStack.template.json'), 'utf8')));
}

/** Synthesizes the app where its sources are newer than the last time. */
async function synthesizedApp(machine: Machine): Promise<string> {
  await ensureDashboardBuilt();
  const name = `test-app-${machine.platform}-${machine.architecture}`;
  const folder = join(projectRoot, '.cache', name);
  await buildOnce({
    name,
    proof: join(folder, 'manifest.json'),
    sources: ['lib/**', 'functions/**', 'layers/**', '*.json', 'frontend/dist/**'],
    build: async () => {
      // Elsewhere first: a process that dies half-way leaves nothing that could be taken for whole.
      const making = `${folder}-${process.pid}`;
      await synthesize(making, dashboardFolder, AbortSignal.timeout(120_000), machine);
      await rm(folder, { recursive: true, force: true });
      await rename(making, folder);
    },
  });
  return folder;
}
