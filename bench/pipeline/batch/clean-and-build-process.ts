/** Cleans a raw file of the default schema, builds its features and prints a BatchRun: clean-and-build-process.ts FILE FOLDER. */
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { timedAsync } from '../../timing.ts';
import type { BatchRun } from './batch-run.ts';
import { cleanAndBuild } from './clean-and-build.ts';

const [file = '', folder = ''] = process.argv.slice(2);
const { ms } = await timedAsync(() => cleanAndBuild(file, telcoSchema, folder));
const run: BatchRun = { ms, peakRssMb: process.resourceUsage().maxRSS / 1024 };
console.log(JSON.stringify(run));
