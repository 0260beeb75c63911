import { expect, test } from 'vitest';
import { utf8FromWindows1252 } from '#core/csv/windows-1252.ts';

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function textOf(bytes: Uint8Array, size = 7): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of utf8FromWindows1252(inChunks(bytes, size))) chunks.push(chunk.slice());
  return Buffer.concat(chunks).toString('utf8');
}

const WITHOUT_CHARACTER = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

test("every byte is the character that the platform's own decoder gives", async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte).filter(
    (byte) => !WITHOUT_CHARACTER.includes(byte),
  );
  expect(await textOf(bytes)).toBe(new TextDecoder('windows-1252').decode(bytes));
});

test.for(WITHOUT_CHARACTER)('byte %i is refused with its place', async (byte) => {
  const bytes = Uint8Array.of(...Buffer.from('plan,city\nbasic,'), byte);
  await expect(textOf(bytes)).rejects.toMatchObject({
    code: 'CSV_NOT_TEXT',
    message: expect.stringContaining(`byte ${byte} at offset 16`),
  });
});
