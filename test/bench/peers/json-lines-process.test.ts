import { afterEach, describe, expect, it } from 'vitest';
import { JsonLinesProcess } from '../../../bench/peers/json-lines-process.ts';

const ECHO = `require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { say, end, hang } = JSON.parse(line);
  if (end) { console.error('out of memory'); process.exit(1); }
  if (hang) while (true);
  console.log(JSON.stringify({ said: say, wish: process.env.WISH }));
});`;

const opened: JsonLinesProcess[] = [];
function echo(command = process.execPath): JsonLinesProcess {
  const program = new JsonLinesProcess(command, ['-e', ECHO], { WISH: 'tea' });
  opened.push(program);
  return program;
}
afterEach(() => Promise.all(opened.splice(0).map((program) => program.close())));

describe('JsonLinesProcess', () => {
  it('answers requests in their order, with the environment it was given', async () => {
    const program = echo();
    const answers = await Promise.all([program.ask({ say: 'a' }), program.ask({ say: 'ü\n' })]);
    expect(answers).toEqual([
      { said: 'a', wish: 'tea' },
      { said: 'ü\n', wish: 'tea' },
    ]);
  });

  it('says why the program ended, to those who wait and to those who come later', async () => {
    const program = echo();
    await expect(program.ask({ end: true })).rejects.toMatchObject({
      code: 'PEER_FAILED',
      message: expect.stringMatching(/has ended\. out of memory$/),
    });
    await expect(program.ask({ say: 'a' })).rejects.toMatchObject({ code: 'PEER_FAILED' });
  });

  it('says that a program is not there', async () => {
    const program = echo('no-such-program');
    await expect(program.ask({})).rejects.toMatchObject({
      code: 'PEER_FAILED',
      message: 'no-such-program did not start.',
      cause: { code: 'ENOENT' },
    });
  });

  it('ends a program that does not answer', async () => {
    const program = echo();
    await program.ask({ say: 'ready' });
    const answer = expect(program.ask({ hang: true })).rejects.toMatchObject({ code: 'PEER_FAILED' });
    await program.close();
    await answer;
  });
});
