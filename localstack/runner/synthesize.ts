import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { projectRoot } from './project.ts';
import { runScript } from './run-script.ts';

const cdkJsonSchema = z.object({ context: z.record(z.string(), z.unknown()).default({}) });
const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');

/** Builds the dashboard into a folder. @throws StartError */
export function buildDashboard(directory: string, signal: AbortSignal): Promise<void> {
  const args = ['build', '--config', 'frontend/vite.config.ts', '--outDir', directory, '--emptyOutDir'];
  return runScript([vite, ...args, '--logLevel', 'warn'], { signal });
}

/** The machine that functions are built for; see lib/target.ts. */
export interface Machine {
  readonly platform: string;
  readonly architecture: string;
}

/**
 * Writes the app's cloud assembly as `cdk synth` would.
 * @param machine By default this one. @throws StartError
 */
export async function synthesize(
  cdkOut: string,
  dashboardDirectory: string,
  signal: AbortSignal,
  machine: Machine = { platform: process.platform, architecture: process.arch },
): Promise<void> {
  const { context } = cdkJsonSchema.parse(JSON.parse(await readFile(join(projectRoot, 'cdk.json'), 'utf8')));
  await rm(cdkOut, { recursive: true, force: true });
  await runScript(['lib/app.ts'], {
    signal,
    environment: {
      CDK_OUTDIR: cdkOut,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...machine, dashboard: dashboardDirectory }),
    },
  });
}
