/** Loaded into the process of a function or a task before all else: gives it what the cloud's machine would. */
import { realpathSync } from 'node:fs';
import Module, { registerHooks } from 'node:module';
import { delimiter, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread, Worker } from 'node:worker_threads';

const sibling = (name: string): URL => new URL(`./${name}.mjs`, import.meta.url);
const codeRoot = process.env.LOCAL_CODE_ROOT ?? process.env.LAMBDA_TASK_ROOT ?? '';
const ownPaths = [codeRoot, ...(process.env.NODE_PATH ?? '').split(delimiter)]
  .filter((path) => path !== '')
  .map((path) => `${realpathSync(path)}${sep}`);
const isOwn = (path: string): boolean => ownPaths.some((own) => path.startsWith(own));

/** The parent holds the other end of a pipe; the watch sits in a thread, for a handler may be busy for minutes. */
function dieWithParent(): void {
  const descriptor = process.env.LOCAL_LAMBDA_LIFELINE_FD;
  delete process.env.LOCAL_LAMBDA_LIFELINE_FD;
  if (!isMainThread || descriptor === undefined) return;
  const workerData = Number(descriptor);
  new Worker(sibling('lifeline'), { workerData, execArgv: [], env: {} }).unref();
}

/** Modules come from the function's code and its layers, never from node_modules of folders around them. */
function keepToOwnModules(): void {
  const loader = Module as unknown as { _nodeModulePaths(from: string): string[] };
  const pathsFrom = loader._nodeModulePaths;
  loader._nodeModulePaths = (from) => pathsFrom(from).filter((path) => isOwn(join(path, sep)));
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === './rapid-client.node') return next(fileURLToPath(sibling('native-client')), context);
      const found = next(specifier, context);
      const isBare = !/^(?:[./]|[a-z]+:)/.test(specifier);
      if (isBare && found.url.startsWith('file:') && !isOwn(fileURLToPath(found.url))) {
        const message = `Cannot find package '${specifier}' in the function's code or layers`;
        throw Object.assign(new Error(message), { code: 'ERR_MODULE_NOT_FOUND' });
      }
      return found;
    },
  });
}

dieWithParent();
keepToOwnModules();
