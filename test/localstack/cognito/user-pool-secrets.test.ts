import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { clientSecret } from '../../../localstack/cognito/access-token.ts';
import { personFile, userPoolSecrets } from '../../../localstack/cognito/user-pool-secrets.ts';

let state: string;
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'user-pool-'));
  onTestFinished(() => rm(state, { recursive: true, force: true }));
});

test('are made up once, kept for the owner alone, and differ between folders', async () => {
  const first = await userPoolSecrets(state);
  expect(await userPoolSecrets(state)).toEqual(first);
  for (const file of [personFile(state), join(state, 'cognito/keys.json')]) {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  }
  const other = await userPoolSecrets(join(state, 'other'));
  expect(other.person.password).not.toBe(first.person.password);
  expect(other.signingKey.kid).not.toBe(first.signingKey.kid);
  expect(clientSecret(first, 'a')).not.toBe(clientSecret(first, 'b'));
  expect(clientSecret(first, 'a')).not.toBe(clientSecret(other, 'a'));
});

test('a password that the owner has chosen counts; a file that is not whole is made anew', async () => {
  await userPoolSecrets(state);
  const own = { userName: 'me@example.com', password: 'chosen by myself' };
  await writeFile(personFile(state), JSON.stringify(own));
  expect((await userPoolSecrets(state)).person).toMatchObject(own);
  await writeFile(personFile(state), '{"userName":');
  const { person } = await userPoolSecrets(state);
  expect(person.password).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^\w]).{14,}$/);
  expect(JSON.parse(await readFile(personFile(state), 'utf8'))).toMatchObject({ password: person.password });
});
