import { describe, expect, it } from 'vitest';
import { parseEventPattern } from '../../../localstack/ecs/event-pattern.ts';

const ended = (...exitCodes: (number | undefined)[]) => ({
  source: 'aws.ecs',
  detail: { lastStatus: 'STOPPED', containers: exitCodes.map((exitCode) => ({ exitCode })) },
});
const failing = parseEventPattern({
  source: ['aws.ecs'],
  detail: {
    lastStatus: ['STOPPED'],
    containers: { exitCode: [{ 'anything-but': [0] }, { exists: false }] },
  },
});

describe('an event pattern', () => {
  it.each([
    ['another exit code than 0', ended(137), true],
    ['no exit code', ended(undefined), true],
    ['exit code 0', ended(0), false],
    ['one bad container of two', ended(0, 1), true],
    ['another state', { ...ended(1), detail: { ...ended(1).detail, lastStatus: 'RUNNING' } }, false],
    ['another source', { ...ended(1), source: 'aws.s3' }, false],
    ['no detail', { source: 'aws.ecs' }, false],
    ['no event', 'hello', false],
  ])('tells of %s: %o → %s', (_name, event, isMatch) => {
    expect(failing(event)).toBe(isMatch);
  });

  it('takes any one of a list’s values', () => {
    const matches = parseEventPattern({ state: ['a', 'b', null] });
    expect([{ state: 'a' }, { state: ['x', 'b'] }, { state: null }, { state: 'c' }, {}].map(matches)).toEqual(
      [...[true, true, true, false, false]],
    );
  });

  it.each([
    [{ source: [{ prefix: 'aws.' }] }, /EventPattern.source.0: the local cloud cannot honour/],
    [{ detail: { $or: [] } }, /cannot honour \$or/],
    [{ source: 'aws.ecs' }, /EventPattern.source is neither a list nor an object/],
  ])('refuses %o', (pattern, message) => {
    expect(() => parseEventPattern(pattern)).toThrow(message);
  });
});
