import type { TestFunction } from './bundles.ts';

/**
 * A function that appends its process id to `<folder>/started` and then never returns, unless `<folder>/go` is there;
 * then it appends its event's `n` to `<folder>/done`.
 */
export const BUSY_FUNCTION = (folder: string): TestFunction => ({
  environment: { FOLDER: folder },
  reservedConcurrency: 2,
  timeoutSeconds: 60,
  code: `const { appendFileSync, existsSync } = require('node:fs');
    exports.handler = async (event) => {
      const file = (name) => process.env.FOLDER + '/' + name;
      appendFileSync(file('started'), process.pid + '\\n');
      while (!existsSync(file('go')));
      appendFileSync(file('done'), event.n + '\\n');
    };`,
});
