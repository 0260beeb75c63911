import { cp, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FunctionConfiguration } from '../services.ts';
import { LambdaServiceError } from './lambda-error.ts';
import { compileRuntime } from './runtime-modules.ts';

/**
 * The code that runs, in `<directory>`: a copy of each function's own, which a new synthesis does not change under it,
 * and the modules loaded before it.
 */
export class CodeStore {
  readonly preload: string;
  readonly #directory: string;
  #copies = 0;

  private constructor(directory: string, preload: string) {
    this.#directory = directory;
    this.preload = preload;
  }

  /** Empties the folder and compiles the runtime's modules. */
  static async open(directory: string): Promise<CodeStore> {
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true });
    // Ends Node's search for a package.json, which would make ES modules of a CommonJS bundle's index.js.
    await writeFile(join(directory, 'package.json'), '{}\n');
    return new CodeStore(directory, await compileRuntime(directory));
  }

  /**
   * Copies the function's code and returns the copy's folder.
   * @throws LambdaServiceError `InvalidCodeException` where it cannot be read
   */
  async copy(configuration: FunctionConfiguration): Promise<string> {
    const target = join(this.#directory, `${configuration.name}-${++this.#copies}`);
    try {
      if (!(await stat(configuration.codeDirectory)).isDirectory()) throw new Error('it is not a folder');
      await cp(configuration.codeDirectory, target, { recursive: true });
      return target;
    } catch (cause) {
      const message = `The code of ${configuration.name} in ${configuration.codeDirectory} cannot be read.`;
      throw new LambdaServiceError('InvalidCodeException', 502, message, { cause });
    }
  }
}
