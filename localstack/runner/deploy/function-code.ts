import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FunctionConfiguration } from '../../services.ts';
import type { PlannedFunction } from '../plan/cloud-plan.ts';

/** A planned function with its code in folders: unpacked assets, or a text of the template written to a file. */
export async function functionConfiguration(
  planned: PlannedFunction,
  parts: { readonly inlineDirectory: string; readonly directoryOf: (asset: string) => Promise<string> },
): Promise<FunctionConfiguration> {
  const { code, layers, deadLetterQueueArn, onFailureFunctionArn, ...rest } = planned;
  return {
    ...rest,
    codeDirectory:
      code.kind === 'asset'
        ? await parts.directoryOf(code.path)
        : await writeInline(join(parts.inlineDirectory, planned.name), code.text),
    layerDirectories: await Promise.all(layers.map((asset) => parts.directoryOf(asset))),
    ...(deadLetterQueueArn === undefined ? {} : { deadLetterQueueArn }),
    ...(onFailureFunctionArn === undefined ? {} : { onFailureFunctionArn }),
  };
}

async function writeInline(directory: string, text: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'index.js'), text);
  return directory;
}
