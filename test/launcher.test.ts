import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const TOOLS = ['sh', 'sed', 'dirname', 'readlink', 'grep', 'tr', 'paste', 'uname', 'mkdir', 'ln'];

/** A machine that has nothing but a shell's tools, and a repository that has nothing but the launcher. */
let machine: string;
let repository: string;

beforeEach(() => {
  machine = realpathSync(mkdtempSync(join(tmpdir(), 'breakwater-')));
  repository = join(machine, 'repo');
  for (const folder of ['path', 'home', 'repo/bin', 'repo/scripts', 'repo/node_modules'])
    mkdirSync(join(machine, folder), { recursive: true });
  for (const tool of TOOLS) symlinkSync(findTool(tool), join(machine, 'path', tool));
  cpSync(join(ROOT, 'bin/breakwater'), join(repository, 'bin/breakwater'));
  cpSync(join(ROOT, 'scripts/node.sh'), join(repository, 'scripts/node.sh'));
});

afterEach(() => rmSync(machine, { recursive: true, force: true }));

function findTool(name: string): string {
  return spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
}

/** A program that tells its version, and otherwise how it was called. */
function installProgram(path: string, version: string): void {
  const text = `#!/bin/sh\nif [ "\${1:-}" = --version ]; then echo ${version}; else echo "\${0##*/} $*"; echo "cache \${NODE_COMPILE_CACHE:-none}"; fi\n`;
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text, { mode: 0o755 });
}

function run(program: string, args: readonly string[] = [], env: Record<string, string> = {}) {
  const environment = { PATH: join(machine, 'path'), ...env };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: '/', env: environment, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const launcher = () => join(repository, 'bin/breakwater');
const call = (cache: string) => `node --disable-warning=ExperimentalWarning ${repository}/apps/cli/src/main.ts check a b\ncache ${cache}\n`;

it('uses the pinned Node.js first', () => {
  installProgram(join(machine, 'path/node'), 'v25.1.0');
  installProgram(join(repository, '.node/bin/node'), 'v26.10.0');
  const home = join(machine, 'home');
  const result = run(launcher(), ['check', 'a', 'b'], { HOME: home });
  expect(result).toEqual({ status: 0, stdout: call(`${home}/.cache/breakwater/compile`), stderr: '' });
});

it("uses the system's own from version 24 on, without a home folder too", () => {
  installProgram(join(machine, 'path/node'), 'v24.0.0');
  expect(run(launcher(), ['check', 'a', 'b'])).toEqual({ status: 0, stdout: call('none'), stderr: '' });
});

it('follows symbolic links, relative ones too', () => {
  installProgram(join(machine, 'path/node'), 'v26.0.0');
  symlinkSync(launcher(), join(machine, 'path/breakwater'));
  symlinkSync('path/breakwater', join(machine, 'bw'));
  const result = run(join(machine, 'bw'), ['check', 'a', 'b'], { XDG_CACHE_HOME: '/cache' });
  expect(result).toEqual({ status: 0, stdout: call('/cache/breakwater/compile'), stderr: '' });
});

it('keeps the memory of a sensor small, unless somebody says otherwise', () => {
  const node = join(machine, 'path/node');
  writeFileSync(
    node,
    '#!/bin/sh\nif [ "$1" = --version ]; then echo v26.0.0; else echo "$* $MALLOC_ARENA_MAX $MALLOC_TRIM_THRESHOLD_"; fi\n',
    { mode: 0o755 },
  );
  const words = `--disable-warning=ExperimentalWarning --max-semi-space-size=4 ${repository}/apps/cli/src/main.ts sensor --name a b`;
  expect(run(launcher(), ['sensor', '--name', 'a b'])).toEqual({ status: 0, stdout: `${words} 2 131072\n`, stderr: '' });
  const env = { MALLOC_ARENA_MAX: '8', MALLOC_TRIM_THRESHOLD_: '1' };
  expect(run(launcher(), ['sensor', '--name', 'a b'], env)).toEqual({ status: 0, stdout: `${words} 8 1\n`, stderr: '' });
});

it.each([['v22.19.0'], ['v8.0.0'], ['nonsense']])('asks for a newer Node.js than %s', version => {
  installProgram(join(machine, 'path/node'), version);
  const stderr = `Node.js 24 or newer is needed; run \`make node\` in ${repository}\n`;
  expect(run(launcher())).toEqual({ status: 2, stdout: '', stderr });
});

it('asks for Node.js when there is none', () => {
  const stderr = `Node.js 24 or newer is needed; run \`make node\` in ${repository}\n`;
  expect(run(launcher())).toEqual({ status: 2, stdout: '', stderr });
});

it('asks for the dependencies', () => {
  installProgram(join(machine, 'path/node'), 'v26.0.0');
  rmSync(join(repository, 'node_modules'), { recursive: true });
  const stderr = `The dependencies are not installed; run \`make install\` in ${repository}\n`;
  expect(run(launcher())).toEqual({ status: 2, stdout: '', stderr });
});

it.each([['v24.0.0'], ['v30.1.2']])("make node leaves the system's own %s", version => {
  installProgram(join(machine, 'path/node'), version);
  expect(run('sh', [join(repository, 'scripts/node.sh')])).toEqual({ status: 0, stdout: '', stderr: '' });
});

it('make node says what it needs', () => {
  installProgram(join(machine, 'path/node'), 'v20.20.2');
  const stderr = 'make node: npm is needed to fetch the pinned Node.js\n';
  expect(run('sh', [join(repository, 'scripts/node.sh')])).toEqual({ status: 1, stdout: '', stderr });
});

it('make node leaves a pinned one that is there', () => {
  installProgram(join(machine, 'path/node'), 'v20.20.2');
  installProgram(join(repository, '.node/bin/node'), 'v26.10.0');
  expect(run('sh', [join(repository, 'scripts/node.sh')])).toEqual({ status: 0, stdout: '', stderr: '' });
});
