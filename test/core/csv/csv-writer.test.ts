import { describe, expect, it } from 'vitest';
import { withPipe } from '#core/csv/byte-pipe.ts';
import { CsvWriter, formatCsvRow } from '#core/csv/csv-writer.ts';
import { memoryWriter } from './bytes.ts';

describe('formatCsvRow', () => {
  it.each<[string[], string]>([
    [['a', 'b c', ''], 'a,b c,'],
    [['a,b', 'c;d', 'e"f', 'g\nh', 'i\rj'], '"a,b","c;d","e""f","g\nh","i\rj"'],
    [[''], '""'],
    [['', ''], ','],
    [['\uFEFFid'], '"\uFEFFid"'],
  ])('%j', (fields, row) => {
    expect(formatCsvRow(fields)).toBe(row);
  });

  it('takes another delimiter', () => {
    expect(formatCsvRow(['1,5', 'x'], ';')).toBe('"1,5";x');
  });
});

describe('CsvWriter', () => {
  it('gathers rows into chunks of about 64 KiB', async () => {
    const chunks: Uint8Array[] = [];
    const writer = new CsvWriter(async (chunk) => {
      chunks.push(chunk);
    });
    for (let row = 0; row < 20_000; row++) {
      if (writer.row([String(row), 'Zoë'])) await writer.flush();
    }
    await writer.flush();
    await writer.flush();
    const lines = Buffer.concat(chunks).toString('utf8').split('\n');
    expect(lines.length).toBe(20_001);
    expect(lines[19_999]).toBe('19999,Zoë');
    expect(chunks.length).toBeGreaterThan(2);
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(80_000);
  });
});

describe('withPipe', () => {
  const chunk = new Uint8Array(10);

  it('hands everything over and gives the result back', async () => {
    const output = memoryWriter();
    const result = await withPipe(output.write, async (sink) => {
      for (let count = 0; count < 50; count++) await sink(new TextEncoder().encode(`${count} `));
      return 'done';
    });
    expect(result).toBe('done');
    expect(output.text().trim().split(' ').length).toBe(50);
    expect(output.isComplete()).toBe(true);
  });

  it('waits while the reader is behind', async () => {
    let written = 0;
    let read = 0;
    let farthestAhead = 0;
    await withPipe(
      async (body) => {
        for await (const _ of body) {
          read++;
          for (let turn = 0; turn < 20; turn++) await Promise.resolve();
        }
      },
      async (sink) => {
        for (; written < 30; written++) {
          farthestAhead = Math.max(farthestAhead, written - read);
          await sink(chunk);
        }
      },
    );
    expect(read).toBe(30);
    expect(farthestAhead).toBeLessThanOrEqual(3);
  });

  it('fails the reader when the producer fails, and throws the producer’s error', async () => {
    const output = memoryWriter();
    const failing = withPipe(output.write, async (sink) => {
      await sink(chunk);
      throw new Error('bad row');
    });
    await expect(failing).rejects.toThrow('bad row');
    expect(output.isComplete()).toBe(false);
  });

  it('stops the producer when the writer fails or stops early', async () => {
    const endless = async (sink: (bytes: Uint8Array) => Promise<void>) => {
      for (;;) await sink(chunk);
    };
    const denied = withPipe(async (body) => {
      for await (const _ of body) throw new Error('access denied');
    }, endless);
    await expect(denied).rejects.toThrow('access denied');
    await expect(withPipe(async () => {}, endless)).rejects.toThrow('stopped before its end');
    await expect(
      withPipe(
        async () => {},
        (sink) => sink(chunk),
      ),
    ).rejects.toThrow('stopped before its end');
  });
});
