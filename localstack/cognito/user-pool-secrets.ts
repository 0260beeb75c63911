import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import * as z from 'zod';
import { writeWholeJson } from '../runner/whole-file.ts';

const PERSON_FILE = 'sign-in.json';
const KEYS_FILE = 'cognito/keys.json';
const KEY_BITS = 2048;

const personSchema = z.object({ userName: z.email(), password: z.string().min(12) });
const keysSchema = z.object({
  /** A private RSA key as a JWK. */
  signingKey: z.looseObject({ kty: z.literal('RSA'), kid: z.string(), d: z.string() }),
  /** The id of the one person. */
  personId: z.string(),
  cookieKey: z.string(),
  /** What the secrets of app clients are derived from. */
  clientKey: z.string(),
});

/** The one person of the local user pool. */
export type Person = z.infer<typeof personSchema> & { readonly id: string };

/** What a user pool keeps to itself, made up at the first start of a state folder. */
export interface UserPoolSecrets extends Omit<z.infer<typeof keysSchema>, 'personId'> {
  readonly person: Person;
}

/** The file in a state folder that tells its owner, and nobody else, how to sign in. */
export const personFile = (stateDirectory: string): string => join(stateDirectory, PERSON_FILE);

/** Reads what a state folder keeps for its user pool, and makes up what is not there or not whole. */
export async function userPoolSecrets(stateDirectory: string): Promise<UserPoolSecrets> {
  await mkdir(join(stateDirectory, 'cognito'), { recursive: true, mode: 0o700 });
  const { personId, ...keys } = await kept(join(stateDirectory, KEYS_FILE), keysSchema, newKeys);
  const person = await kept(personFile(stateDirectory), personSchema, async () => newPerson());
  return { ...keys, person: { ...person, id: personId } };
}

async function kept<T>(path: string, schema: z.ZodType<T>, make: () => Promise<T>): Promise<T> {
  const standing = schema.safeParse(await readJson(path));
  if (standing.success) return standing.data;
  const made = await make();
  await writeWholeJson(path, made);
  return made;
}

async function newKeys(): Promise<z.infer<typeof keysSchema>> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: KEY_BITS, extractable: true });
  const kid = randomBytes(16).toString('base64url');
  return keysSchema.parse({
    signingKey: { ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' },
    personId: randomUUID(),
    cookieKey: randomBytes(32).toString('base64url'),
    clientKey: randomBytes(32).toString('base64url'),
  });
}

/** A password that also keeps Cognito's rules: lower and upper case, a digit and a sign. */
function newPerson(): z.infer<typeof personSchema> {
  return { userName: 'analyst@example.com', password: `${randomBytes(12).toString('base64url')}-aA1` };
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}
