import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot, runScript } from './run-script.ts';

const VITE = join(projectRoot, 'node_modules/vite/bin/vite.js');

/** Builds the dashboard and synthesizes the template for this machine: into `dashboard/` and `cdk.out/` of a folder. */
export async function synthesize(directory: string): Promise<string> {
  const dashboard = join(directory, 'dashboard');
  const build = ['build', '--config', 'frontend/vite.config.ts', '--outDir', dashboard, '--emptyOutDir'];
  await runScript([VITE, ...build, '--logLevel', 'error']);
  const cdkOut = join(directory, 'cdk.out');
  await rm(cdkOut, { recursive: true, force: true });
  const context = { platform: process.platform, architecture: process.arch, dashboard };
  await runScript(['lib/app.ts'], { CDK_OUTDIR: cdkOut, CDK_CONTEXT_JSON: JSON.stringify(context) });
  return cdkOut;
}
