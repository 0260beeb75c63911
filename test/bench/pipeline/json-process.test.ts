import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { jsonFrom } from '../../../bench/pipeline/json-process.ts';

const answer = z.object({ rows: z.number() });
const script = (code: string, signal = new AbortController().signal) =>
  jsonFrom(process.execPath, ['-e', code], answer, signal);

describe('jsonFrom', () => {
  it('gives what the program printed', async () => {
    expect(await script('console.log(JSON.stringify({ rows: 7 }))')).toEqual({ rows: 7 });
  });

  it.each([
    ['fails', 'throw new Error("no such file")', /no such file/],
    ['prints something else', 'console.log("{}")', /rows/],
  ])('says so where the program %s', async (_how, code, message) => {
    await expect(script(code)).rejects.toMatchObject({
      code: 'PROCESS_FAILED',
      message: expect.stringMatching(message),
    });
  });

  it('ends the program where the signal aborts, and is not started after it', async () => {
    const stop = new AbortController();
    const running = script('setInterval(() => {}, 1000)', stop.signal);
    stop.abort(new Error('stopped'));
    await expect(running).rejects.toThrow('stopped');
    await expect(script('', stop.signal)).rejects.toThrow('stopped');
  });
});
