import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { customersSchema } from '#core/api/contract.ts';
import type { LocalStack } from '../../support/local-stack.ts';

const PROJECT = join(import.meta.dirname, '../../..');
const run = promisify(execFile);
const hasCurl = spawnSync('curl', ['--version']).status === 0;

/** The README's examples under "The API", run as they stand against a stack with a published run. */
export function describeExamples(stack: LocalStack): void {
  const highest = async () => {
    const { body } = await stack.api('/customers?risk=HIGH&limit=3');
    return customersSchema.parse(body).customers;
  };
  const exampleIn = (language: string) => {
    const readme = readFileSync(join(PROJECT, 'README.md'), 'utf8');
    const section = readme.slice(readme.indexOf('## The API'), readme.indexOf('## Signing in'));
    const code = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(section)?.[1];
    if (code === undefined) throw new Error(`The README has no ${language} example of the API.`);
    return code
      .replaceAll('.local/stack.json', join(stack.stateDirectory, 'stack.json'))
      .replaceAll('http://127.0.0.1:4580/api', stack.description.apiUrl);
  };

  describe('an example of the README', () => {
    it.skipIf(!hasCurl)('calls the API from a shell (skipped where there is no curl)', async () => {
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', exampleIn('sh')], { cwd: PROJECT });
      expect(customersSchema.parse(JSON.parse(stdout)).customers).toEqual(await highest());
    });

    it('calls the API from TypeScript with the generated client', async () => {
      const args = ['--input-type=module-typescript', '--eval', exampleIn('ts')];
      const { stdout } = await run(process.execPath, args, { cwd: PROJECT });
      const lines = (await highest()).map(
        ({ customerId, churnProbability }) => `${customerId} ${churnProbability}`,
      );
      expect(stdout.trim().split('\n')).toEqual(lines);
    });
  });
}
