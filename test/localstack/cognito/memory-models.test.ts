import { expect, test } from 'vitest';
import { memoryModels } from '../../../localstack/cognito/memory-models.ts';

test('what has ended is gone; what is consumed says so; a grant takes all its own with it', async () => {
  let nowMs = 1_000_000;
  const models = memoryModels(() => nowMs);
  const codes = models('AuthorizationCode');
  await codes.upsert('a', { grantId: 'g' }, 10);
  await codes.upsert('b', { grantId: 'h' }, 20);
  await codes.upsert('c', { grantId: 'g' });
  await codes.consume('a');
  expect(await codes.find('a')).toEqual({ grantId: 'g', consumed: 1000 });
  nowMs += 10_000;
  expect(await codes.find('a')).toBeUndefined();
  expect(await models('AuthorizationCode').find('b')).toEqual({ grantId: 'h' });
  expect(await models('Session').find('b')).toBeUndefined();
  await codes.revokeByGrantId('g');
  expect([await codes.find('b'), await codes.find('c')]).toEqual([{ grantId: 'h' }, undefined]);
  await codes.destroy('b');
  expect(await codes.find('b')).toBeUndefined();
});

test('a session is found by its uid, and changes to what was found change nothing', async () => {
  const sessions = memoryModels()('Session');
  await sessions.upsert('id', { uid: 'u', accountId: 'ada' }, 60);
  const found = await sessions.findByUid('u');
  if (found) found.accountId = 'eve';
  expect(await sessions.findByUid('u')).toEqual({ uid: 'u', accountId: 'ada' });
  expect(await sessions.findByUid('v')).toBeUndefined();
});
