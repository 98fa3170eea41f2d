import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { listFiles } from '../scripts/files.ts';

const ROOT = resolve(import.meta.dirname, '..');
const SCOPE = '@breakwater';

/** A copy of the working tree that a test may change; libraries are shared with the original, workspaces are the copy's own. */
export interface Checkout {
  readonly root: string;
  /** Every file with its content, to find out what has changed. */
  snapshot(): Map<string, string>;
  /** Runs a script or an installed program's entry with Node.js; throws with its output when it fails. */
  run(...args: string[]): string;
  remove(): void;
}

export function copyCheckout(): Checkout {
  const root = mkdtempSync(join(tmpdir(), 'breakwater-'));
  for (const path of listFiles(ROOT)) cpSync(join(ROOT, path), join(root, path));
  linkModules(root);
  return {
    root,
    snapshot: () => new Map(listFiles(root).map(path => [path, readFileSync(join(root, path), 'utf8')])),
    run: (...args) => runNode(root, args),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function linkModules(root: string): void {
  const modules = join(ROOT, 'node_modules');
  mkdirSync(join(root, 'node_modules', SCOPE), { recursive: true });
  for (const name of readdirSync(modules)) {
    if (name !== SCOPE && name !== '.cache') symlinkSync(join(modules, name), join(root, 'node_modules', name));
  }
  for (const name of readdirSync(join(modules, SCOPE))) {
    symlinkSync(readlinkSync(join(modules, SCOPE, name)), join(root, 'node_modules', SCOPE, name));
  }
}

/** Without the variables by which a test runner recognises itself. */
function runNode(root: string, args: readonly string[]): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST') && name !== 'NODE_OPTIONS'));
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}
