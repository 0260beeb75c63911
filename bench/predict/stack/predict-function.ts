import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ChurnError } from '#core/errors.ts';
import { functionConfiguration } from '../../../localstack/runner/deploy/function-code.ts';
import { planCloud } from '../../../localstack/runner/plan/plan-cloud.ts';
import type { CloudContext, FunctionConfiguration } from '../../../localstack/services.ts';
import { assetDirectory } from '../../../localstack/template/asset-directory.ts';
import { readCloudAssembly } from '../../../localstack/template/cloud-assembly.ts';

const SERVICE = 'predict';
/** Addresses that no variable of the function names. */
const NOWHERE = { api: 'http://nowhere', distribution: 'http://nowhere', userPool: 'http://nowhere' };

/** The function of a synthesized app that answers /predict. @throws TemplateError; ChurnError `TEMPLATE_UNKNOWN` */
export async function predictFunction(
  cdkOut: string,
  folder: string,
  place: Pick<CloudContext, 'region' | 'accountId'>,
): Promise<FunctionConfiguration> {
  const assembly = await readCloudAssembly(cdkOut);
  const plan = planCloud(assembly, { ...place, stackName: assembly.stackName }, NOWHERE);
  const planned = plan.functions.find(({ environment }) => environment.POWERTOOLS_SERVICE_NAME === SERVICE);
  if (planned === undefined) throw new ChurnError('TEMPLATE_UNKNOWN', `No function is called ${SERVICE}.`);
  return functionConfiguration(planned, {
    inlineDirectory: folder,
    directoryOf: (asset) => assetDirectory(asset, join(folder, 'assets')),
  });
}

/** Bytes of a folder's files, those of its folders included, that `counts` is true for. */
export async function bytesIn(
  directory: string,
  counts: (name: string) => boolean = () => true,
): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !counts(entry.name)) continue;
    bytes += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return bytes;
}
