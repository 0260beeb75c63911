import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Ids of the processes whose environment or arguments name a stack's folder and the text (Linux). */
export function processesOf(stateDirectory: string, text = ''): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        const words = ['cmdline', 'environ']
          .map((file) => readFileSync(`/proc/${pid}/${file}`, 'utf8'))
          .join();
        return words.includes(stateDirectory) && words.includes(text);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Ends every process of one of the stack's functions at once; gives how many there were. */
export function killFunction(stateDirectory: string, service: string): number {
  return kill(processesOf(stateDirectory, `POWERTOOLS_SERVICE_NAME=${service}\0`));
}

/** The stack's tasks at work. */
export function tasksOf(stateDirectory: string): number[] {
  return processesOf(stateDirectory, 'AWS_EXECUTION_ENV=AWS_ECS_FARGATE\0');
}

/** Ends every task at once; gives how many there were. */
export function killTasks(stateDirectory: string): number {
  return kill(tasksOf(stateDirectory));
}

/** Ends the stack's database server at once. */
export function killDatabase(stateDirectory: string): number {
  return kill([Number(readFileSync(join(stateDirectory, 'mysql/mysqld.pid'), 'utf8'))]);
}

function kill(pids: readonly number[]): number {
  return pids.filter((pid) => {
    try {
      return process.kill(pid, 'SIGKILL');
    } catch {
      return false;
    }
  }).length;
}
