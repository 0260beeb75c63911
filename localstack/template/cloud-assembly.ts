import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { type Template, templateSchema } from './template.ts';
import { TemplateError } from './template-error.ts';

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      environment: z.string().optional(),
      properties: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
});
const stackPropertiesSchema = z.object({ templateFile: z.string(), stackName: z.string().optional() });
const assetManifestSchema = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string().optional() }),
        destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
      }),
    )
    .default({}),
  dockerImages: z
    .record(
      z.string(),
      z.object({
        source: z.strictObject({ directory: z.string(), platform: z.string().optional() }),
        destinations: z.record(z.string(), z.object({ imageTag: z.string() })),
      }),
    )
    .default({}),
});

/** What `cdk synth` wrote for one stack. */
export interface CloudAssembly {
  readonly stackName: string;
  /** Undefined where the stack is not tied to one. */
  readonly region: string | undefined;
  readonly accountId: string | undefined;
  readonly template: Template;
  /** The folder or .zip file of each asset, by the object key under which a deployment would publish it. */
  readonly assets: ReadonlyMap<string, string>;
  /** The folder with the Dockerfile of each container image, by the tag under which a deployment would publish it. */
  readonly images: ReadonlyMap<string, string>;
}

/** Reads a cdk.out folder. @throws TemplateError where it is missing, broken, or has not exactly one stack */
export async function readCloudAssembly(directory: string): Promise<CloudAssembly> {
  const { artifacts } = await readJson(join(directory, 'manifest.json'), manifestSchema);
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  const [stack, ...others] = stacks;
  if (stack === undefined || others.length > 0) {
    throw new TemplateError(`${directory} holds ${stacks.length} stacks; the local cloud runs exactly one.`);
  }
  const [artifactId, { environment, properties }] = stack;
  const { templateFile, stackName = artifactId } = stackPropertiesSchema.parse(properties);
  const assets = new Map<string, string>();
  const images = new Map<string, string>();
  for (const { type, properties: manifest } of Object.values(artifacts)) {
    if (type !== 'cdk:asset-manifest') continue;
    const { file } = z.object({ file: z.string() }).parse(manifest);
    const found = await readAssets(directory, file);
    for (const [key, path] of found.assets) assets.set(key, path);
    for (const [tag, path] of found.images) images.set(tag, path);
  }
  const [, accountId, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(environment ?? '') ?? [];
  return {
    stackName,
    region: known(region),
    accountId: known(accountId),
    template: await readJson(join(directory, templateFile), templateSchema),
    assets,
    images,
  };
}

const known = (name: string | undefined) => (name?.startsWith('unknown-') ? undefined : name);

async function readAssets(directory: string, file: string) {
  const { files, dockerImages } = await readJson(join(directory, file), assetManifestSchema);
  const assets = Object.values(files).flatMap(({ source: { path }, destinations }) =>
    path === undefined
      ? []
      : Object.values(destinations).map(({ objectKey }) => [objectKey, join(directory, path)] as const),
  );
  const images = Object.values(dockerImages).flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ imageTag }) => [imageTag, join(directory, source.directory)] as const),
  );
  return { assets, images };
}

async function readJson<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new TemplateError(`${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new TemplateError(`${path} is not what CDK writes: ${issue?.path.join('.')}: ${issue?.message}`);
}
