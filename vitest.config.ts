import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // V8's middle compiler can end a process with SIGSEGV where threads outnumber cores (nodejs/node#64841).
    execArgv: ['--no-maglev'],
  },
});
