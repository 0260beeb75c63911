import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Credentials } from '../services.ts';

const credentialsSchema = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });

export const stackSchema = z.object({
  status: z.enum(['starting', 'ready', 'stopped']),
  endpoint: z.string(),
  region: z.string(),
  credentials: credentialsSchema,
  bucket: z.string(),
  apiUrl: z.string(),
  dashboardUrl: z.string(),
  /** Empty: the API asks for no sign-in yet. */
  token: z.string(),
  dataApi: z.object({
    endpoint: z.string(),
    resourceArn: z.string(),
    secretArn: z.string(),
    database: z.string(),
  }),
  pid: z.number().int(),
});

/** `stack.json` in the state folder: where the running stack is and how to speak to it. */
export type StackDescription = z.infer<typeof stackSchema>;

export async function writeStackFile(stateDirectory: string, stack: StackDescription): Promise<void> {
  await writeWhole(join(stateDirectory, 'stack.json'), stack);
}

/** The description that the last runner left, undefined before the first. */
export async function readStackFile(stateDirectory: string): Promise<StackDescription | undefined> {
  const text = await readFile(join(stateDirectory, 'stack.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : stackSchema.parse(JSON.parse(text));
}

/** The state folder's own credentials, made at its first start. */
export async function stateCredentials(stateDirectory: string): Promise<Credentials> {
  const file = join(stateDirectory, 'credentials.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) return credentialsSchema.parse(JSON.parse(text));
  const credentials = {
    accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64url'),
  };
  await writeWhole(file, credentials);
  return credentials;
}

async function writeWhole(file: string, value: unknown): Promise<void> {
  const temporary = `${file}.${process.pid}`;
  await writeFile(temporary, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(temporary, file);
}
