import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { TemplateError } from '../template/template-error.ts';

/** What a Dockerfile says of how its image's process is started. */
export interface ContainerImage {
  /** The folder that the image is built from, which is the process's folder too. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Begins with `node`. */
  readonly command: readonly string[];
}

interface ImageDraft {
  isBased: boolean;
  isCopied: boolean;
  readonly environment: Record<string, string>;
  entrypoint: readonly string[];
  command: readonly string[];
}

/** What an instruction adds to the image; false where it cannot be honoured. */
type Instruction = (rest: string, draft: ImageDraft) => boolean;

const NODE_IMAGE = /^node:24(-[a-z0-9.-]+)?$/;
const VARIABLE = /^([A-Za-z_]\w*)=([^\s"'$\\]*)$/;
const wordsSchema = z.array(z.string()).min(1);

const INSTRUCTIONS: Readonly<Record<string, Instruction>> = {
  FROM(rest, draft) {
    const isFirst = !draft.isBased;
    draft.isBased = true;
    return isFirst && NODE_IMAGE.test(rest);
  },
  WORKDIR: (rest, { isCopied }) => rest.startsWith('/') && !isCopied,
  COPY(rest, draft) {
    const isFirst = !draft.isCopied;
    draft.isCopied = true;
    return isFirst && rest === '. .';
  },
  ENV(rest, { environment }) {
    const [, name, value = ''] = VARIABLE.exec(rest) ?? [];
    if (name !== undefined) environment[name] = value;
    return name !== undefined;
  },
  USER: () => true,
  ENTRYPOINT(rest, draft) {
    draft.entrypoint = wordsOf(rest);
    return draft.entrypoint.length > 0;
  },
  CMD(rest, draft) {
    draft.command = wordsOf(rest);
    return draft.command.length > 0;
  },
};

/**
 * Reads the Dockerfile of an image's folder. A process in place of a container can honour little: a plain Node 24 image,
 * all of the folder copied into a working directory, variables, a user, and a command of node in its JSON form.
 * @throws TemplateError naming the first line that is anything else
 */
export async function readContainerImage(directory: string): Promise<ContainerImage> {
  const file = join(directory, 'Dockerfile');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new TemplateError(`${file} cannot be read by the local cloud`, { cause });
  });
  const draft: ImageDraft = { isBased: false, isCopied: false, environment: {}, entrypoint: [], command: [] };
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const [, name = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
    if (INSTRUCTIONS[name.toUpperCase()]?.(rest, draft) !== true) {
      throw new TemplateError(`${file}: the local cloud cannot honour "${line}"`);
    }
  }
  const { isBased, isCopied, environment, entrypoint } = draft;
  const command = [...entrypoint, ...draft.command];
  if (isBased && isCopied && command[0] === 'node') return { directory, environment, command };
  throw new TemplateError(`${file}: the local cloud needs FROM node:24, COPY . . and a command of node`);
}

/** The words of a command in its JSON form; none where it is in another. */
function wordsOf(text: string): readonly string[] {
  try {
    return wordsSchema.parse(JSON.parse(text));
  } catch {
    return [];
  }
}
