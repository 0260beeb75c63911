import { describe, expect, it } from 'vitest';
import { parseDefinition, tasksOf } from '../../../localstack/step-functions/definition.ts';
import { call, machine, mapOver } from './test-machines.ts';

const parse = (definition: unknown) => parseDefinition(JSON.stringify(definition));
const map = (more: Readonly<Record<string, unknown>>) =>
  machine({ Each: mapOver('work', { End: true, ...more }) });
const task = (more: Readonly<Record<string, unknown>>) =>
  machine({ A: call('work', { End: true, ...more }) });

describe('a definition', () => {
  it('is read with the tasks in its maps', () => {
    const { States } = parse(map({}));
    expect(tasksOf(States)).toMatchObject([{ name: 'work', map: 'Each', task: { Type: 'Task' } }]);
  });

  it.each<[string, unknown, RegExp]>([
    ['reads its items from S3', map({ ItemReader: {} }), /ItemReader/],
    ['takes items together', map({ ItemBatcher: { MaxItemsPerBatch: 2 } }), /ItemBatcher/],
    ['writes its results to S3', map({ ResultWriter: {} }), /ResultWriter/],
    ['bears failures', map({ ToleratedFailurePercentage: 5 }), /ToleratedFailurePercentage: only 0/],
    ['tries a whole map again', map({ Retry: [{ ErrorEquals: ['States.ALL'] }] }), /Retry/],
    ['calls another service', task({ Resource: 'arn:aws:states:::sqs:sendMessage' }), /only lambda:invoke/],
    [
      'waits for a token',
      task({ Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' }),
      /only lambda:invoke/,
    ],
    [
      'does not say how long a task may take',
      task({ TimeoutSeconds: undefined }),
      /TimeoutSeconds: must be said/,
    ],
    ['beats', task({ HeartbeatSeconds: 5 }), /HeartbeatSeconds/],
    ['is in JSONata', { ...task({}), QueryLanguage: 'JSONata' }, /only JSONPath/],
    ['sets variables', task({ Assign: { a: 1 } }), /Assign/],
    ['is parallel', machine({ A: { Type: 'Parallel', Branches: [], End: true } }), /Type/],
    [
      'has two tasks of one name',
      machine({ work: call('work', { Next: 'Each' }), Each: mapOver('work', { End: true }) }),
      /one Task of the name work/,
    ],
  ])('that %s is refused', (_name, definition, message) => {
    expect(() => parse(definition)).toThrow(message);
  });

  it('that is no JSON is refused', () => {
    expect(() => parseDefinition('{')).toThrow(/not JSON/);
  });
});
