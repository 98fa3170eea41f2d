import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from './files.ts';
import { ROOT, runStep } from './run.ts';

const OUTPUT = 'dist/console';
/** Names the sources that the build was made of; written last, so a build that broke off does not count. */
const STAMP = join(ROOT, OUTPUT, 'stamp');

/** Everything that the bundle is made of: the console, the packages below it, the versions of the libraries. */
function hashSources(): string {
  const hash = createHash('sha256');
  const sources = ['apps/console', 'packages/api', 'packages/model'].flatMap(folder => listFiles(ROOT, folder));
  for (const path of [...sources.filter(isBuilt), 'package-lock.json', 'tsconfig.base.json', 'tsconfig.browser.json']) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(ROOT, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

function isBuilt(path: string): boolean {
  return !path.includes('.test.') && !path.includes('/testing/');
}

/** Builds dist/console, unless it is there and nothing has changed. */
function buildConsole(): boolean {
  const hash = hashSources();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash) return true;
  process.env['NODE_ENV'] = 'production'; // a test that builds must not get React's development build
  if (!runStep({ name: 'console', command: ['vite', 'build', 'apps/console', '--logLevel', 'warn'] })) return false;
  writeFileSync(STAMP, hash);
  return true;
}

process.exitCode = buildConsole() ? 0 : 1;
