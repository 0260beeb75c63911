import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { TemplateError } from './template-error.ts';

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DependsOn: z.union([z.string(), z.array(z.string())]).default([]),
  Condition: z.string().optional(),
});

const templateSchema = z.object({
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown() })).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Parameters: z.record(z.string(), z.object({ Default: z.unknown() })).default({}),
});

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({ type: z.string(), properties: z.object({ templateFile: z.string().optional() }).optional() }),
  ),
});

const assetsSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

export type Template = z.infer<typeof templateSchema>;
export type TemplateResource = z.infer<typeof resourceSchema>;

/** One synthesized stack. */
export interface CloudAssembly {
  readonly stackName: string;
  readonly template: Template;
  /** Where the asset lies that would be published under this key. @throws TemplateError */
  assetPath(objectKey: string): string;
}

/** Reads a cdk.out folder that holds one stack. @throws TemplateError for any other */
export async function readCloudAssembly(directory: string): Promise<CloudAssembly> {
  const manifest = manifestSchema.parse(await readJson(join(directory, 'manifest.json')));
  const stacks = Object.entries(manifest.artifacts).filter(
    ([, { type }]) => type === 'aws:cloudformation:stack',
  );
  const [stack] = stacks;
  const templateFile = stack?.[1].properties?.templateFile;
  if (stacks.length !== 1 || stack === undefined || templateFile === undefined) {
    throw new TemplateError(`${directory} holds ${stacks.length} stacks; the local cloud runs exactly one.`);
  }
  const [stackName] = stack;
  const template = templateSchema.parse(await readJson(join(directory, templateFile)));
  const assets = assetsSchema.parse(await readJson(join(directory, `${stackName}.assets.json`)));
  const paths = new Map<string, string>();
  for (const { source, destinations } of Object.values(assets.files)) {
    for (const { objectKey } of Object.values(destinations))
      paths.set(objectKey, join(directory, source.path));
  }
  return {
    stackName,
    template,
    assetPath(objectKey) {
      const path = paths.get(objectKey);
      if (path === undefined)
        throw new TemplateError(`${stackName} names the asset ${objectKey}, which is not in ${directory}.`);
      return path;
    },
  };
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}
