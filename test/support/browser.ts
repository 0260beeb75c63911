import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const projectRoot = join(import.meta.dirname, '../..');
const cache = join(projectRoot, '.cache');

/**
 * Starts a headless Chromium that comes with `npm ci`: no system package, font or download is needed on Linux x64
 * with glibc 2.34 (Debian 12, Ubuntu 22.04) or later. CHROMIUM_PATH names another browser; on other systems an
 * installed Chrome is used. The caller closes it.
 */
export async function launchBrowser(): Promise<Browser> {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined) return chromium.launch({ executablePath: named, args: ARGUMENTS });
  if (process.platform !== 'linux' || process.arch !== 'x64') return chromium.launch({ channel: 'chrome' });
  const unpacked = await unpackedBrowser();
  return chromium.launch({
    executablePath: join(unpacked, 'chromium'),
    args: ARGUMENTS,
    env: {
      ...definedEnvironment(),
      LD_LIBRARY_PATH: join(unpacked, 'al2023/lib'),
      FONTCONFIG_FILE: join(unpacked, 'fonts.conf'),
    },
  });
}

/**
 * Without the sandbox, as neither root nor Ubuntu's restricted user namespaces allow it; the browser only opens pages
 * of this project. The package's own flags are left out: they switch web security off, which is under test here.
 */
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'];

/** The browser of the package, unpacked once a version. Two processes may do it at once: the first rename counts. */
async function unpackedBrowser(): Promise<string> {
  const target = join(cache, `chromium-${packageVersion()}`);
  if (existsSync(target)) return target;
  await mkdir(cache, { recursive: true });
  const staging = await mkdtemp(join(cache, 'chromium-unpacking-'));
  try {
    await unpack(staging);
    await writeFile(join(staging, 'fonts.conf'), fontsConfiguration(target));
    await rename(staging, target);
  } catch (cause) {
    await rm(staging, { recursive: true, force: true });
    if (!existsSync(target)) throw new Error('The browser could not be unpacked.', { cause });
  }
  return target;
}

/**
 * The package unpacks into the process's temporary folder, and its shared libraries only where it takes the machine
 * for AWS Lambda; so it runs in a process of its own that has both.
 */
async function unpack(into: string): Promise<void> {
  const script = "const { default: c } = await import('@sparticuz/chromium'); await c.executablePath();";
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: projectRoot,
    env: { ...process.env, TMPDIR: into, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  });
}

function fontsConfiguration(directory: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${directory}/fonts</dir>
  <cachedir>${directory}/fonts-cache</cachedir>
</fontconfig>
`;
}

function packageVersion(): string {
  const path = join(projectRoot, 'node_modules/@sparticuz/chromium/package.json');
  const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) {
    return String(manifest.version);
  }
  throw new Error(`${path} names no version.`);
}

function definedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}
