import { vi } from 'vitest';

/** What is written to this process's standard output and error while `work` goes on, as one text. */
export function writtenDuring(work: () => void): string {
  const { text, end } = listen();
  try {
    work();
    return text();
  } finally {
    end();
  }
}

/** The same of work that takes its time. */
export async function writtenMeanwhile(work: () => Promise<void>): Promise<string> {
  const { text, end } = listen();
  try {
    await work();
    return text();
  } finally {
    end();
  }
}

function listen() {
  const pieces: string[] = [];
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation((piece) => {
      pieces.push(typeof piece === 'string' ? piece : Buffer.from(piece).toString('utf8'));
      return true;
    }),
  );
  return {
    text: () => pieces.join(''),
    end: () => {
      for (const spy of spies) spy.mockRestore();
    },
  };
}
