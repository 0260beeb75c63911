/** `npm test`: lint, types and all tests, each whatever became of the others; the last line counts what passed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numFailedTestSuites: z.number(),
});

const root = join(import.meta.dirname, '..');
const reportDirectory = mkdtempSync(join(tmpdir(), 'churn-test-'));
const reportFile = join(reportDirectory, 'vitest.json');

function run(title: string, [command = '', ...args]: readonly string[]): boolean {
  console.log(`\n— ${title}`);
  const file = join(root, 'node_modules/.bin', command);
  const { status, error } = spawnSync(file, args, { cwd: root, stdio: 'inherit' });
  if (error !== undefined) console.error(`${title} did not start: ${error.message}`);
  return status === 0;
}

const lint = run('lint', ['biome', 'check', '--error-on-warnings']);
const types = run('types', ['tsc', '--noEmit']);
const tests = run('tests', [
  'vitest',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${reportFile}`,
  ...process.argv.slice(2),
]);

let passed = Number(lint) + Number(types);
let failed = 2 - passed;
try {
  const report = reportSchema.parse(JSON.parse(readFileSync(reportFile, 'utf8')));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  // A file that broke before its first test, or a fault outside any, has no failed test of its own.
  if (!tests && report.numFailedTests === 0) failed += Math.max(1, report.numFailedTestSuites);
} catch (error) {
  console.error(`vitest left no report: ${(error as Error).message}`);
  failed += 1;
} finally {
  rmSync(reportDirectory, { recursive: true, force: true });
}
console.log(`\nlint ${lint ? 'passed' : 'FAILED'}, types ${types ? 'passed' : 'FAILED'}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
