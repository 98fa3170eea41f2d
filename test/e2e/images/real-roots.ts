import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A root file system made by the tools of a distribution, and what those tools say is in it, as `type name version`. */
export interface RealRoot {
  readonly root: string;
  readonly packages: readonly string[];
}

const RENDERERS = join(import.meta.dirname, '../../../deploy/images/renderers');

function run(program: string, words: readonly string[], cwd?: string): string {
  return execFileSync(program, words, {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
  });
}

function listLines(text: string): readonly string[] {
  return text.split('\n').filter(line => line !== '');
}

/** Debian by mmdebstrap, with a virtual environment of Python, modules of Node.js, nested archives of Java and a program of Go. */
export function buildDebian(folder: string): RealRoot {
  const root = join(folder, 'debian');
  run('mmdebstrap', ['--quiet', '--variant=minbase', '--include=python3-venv', 'bookworm', root]);
  const installed = listLines(run('chroot', [root, 'dpkg-query', '-W', '-f', `deb $\{Package} $\{Version}\n`]));
  const packages = [...installed, ...addPython(folder, root), ...addNode(root), ...addJava(folder, root), ...addGo(root)];
  return { root, packages: [...new Set(packages)].toSorted() };
}

/** pip itself and what it installed, as it lists them. */
function addPython(folder: string, root: string): readonly string[] {
  const wheels = join(root, 'tmp/wheels');
  run('pip', ['download', '--quiet', '--dest', wheels, 'flask==3.0.3', 'requests==2.32.3'], folder);
  const pip = ['/app/venv/bin/python', '-m', 'pip', '--disable-pip-version-check'];
  run('chroot', [root, 'python3', '-m', 'venv', '/app/venv']);
  run('chroot', [root, ...pip, 'install', '--quiet', '--no-index', '--find-links', '/tmp/wheels', 'flask', 'requests']);
  const listed = JSON.parse(run('chroot', [root, ...pip, 'list', '--format', 'json'])) as { name: string; version: string }[];
  rmSync(wheels, { recursive: true });
  return listed.map(({ name, version }) => `pypi ${name.toLowerCase().replaceAll(/[-_.]+/g, '-')} ${version}`);
}

function addNode(root: string): readonly string[] {
  const app = join(root, 'app/node');
  mkdirSync(app, { recursive: true });
  writeFileSync(join(app, 'package.json'), '{"name":"shop-app","version":"1.2.3","private":true}\n');
  run('npm', ['install', '--silent', '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact', 'express@4.21.2'], app);
  // Without the lock file, which tells the same once more.
  rmSync(join(app, 'package-lock.json'));
  rmSync(join(app, 'node_modules/.package-lock.json'), { force: true });
  // The first line is the application itself, which nobody installed.
  return listLines(run('npm', ['ls', '--all', '--parseable', '--long'], app))
    .slice(1)
    .map(line => {
      const [, name = '', version = ''] = /:(@?[^@:]+)@([^:]+)(?::|$)/.exec(line) ?? [];
      return `npm ${name} ${version}`;
    });
}

/** An archive of an application with two others inside, one of them without a name that says its version. */
function addJava(folder: string, root: string): readonly string[] {
  const work = join(folder, 'java');
  const pack = (jar: string, artifact: string, version: string, inside: readonly string[] = []): void => {
    const from = join(work, artifact);
    const properties = join(from, `META-INF/maven/com.example/${artifact}/pom.properties`);
    mkdirSync(join(properties, '..'), { recursive: true });
    writeFileSync(properties, `groupId=com.example\nartifactId=${artifact}\nversion=${version}\n`);
    mkdirSync(join(from, 'BOOT-INF/lib'), { recursive: true });
    for (const other of inside) cpSync(join(work, other), join(from, 'BOOT-INF/lib', other));
    run('python3', ['-m', 'zipfile', '-c', join(work, jar), ...['META-INF', 'BOOT-INF'].map(name => `${name}/`)], from);
  };
  mkdirSync(work, { recursive: true });
  pack('core.jar', 'core', '2.0.1');
  pack('web-3.1.0.jar', 'web', '3.1.0', ['core.jar']);
  pack('app.jar', 'app', '1.0.0', ['web-3.1.0.jar']);
  mkdirSync(join(root, 'app/java'), { recursive: true });
  cpSync(join(work, 'app.jar'), join(root, 'app/java/app.jar'));
  return ['maven com.example:app 1.0.0', 'maven com.example:web 3.1.0', 'maven com.example:core 2.0.1'];
}

/** kustomize, and the modules that `go version -m` reads out of it. */
function addGo(root: string): readonly string[] {
  const program = join(root, 'app/kustomize');
  cpSync(join(RENDERERS, 'bin/kustomize'), program);
  const lines = listLines(run('go', ['version', '-m', program])).map(line => line.trim().split('\t'));
  const modules = lines.filter(([word]) => word === 'dep').map(([, name, version]) => `golang ${name} ${version}`);
  const [own] = lines.filter(([word]) => word === 'mod').map(([, name, version]) => `golang ${name} ${version}`);
  const compiler = /: go(\S+)/.exec(run('go', ['version', program]))?.[1] ?? '';
  return [...modules, ...(own === undefined ? [] : [own]), `golang stdlib ${compiler}`];
}

/** Packages of our own, installed by rpm into a database of SQLite: the one kind that rpm of Debian writes. */
export function buildRpm(folder: string): RealRoot {
  const [root, work] = [join(folder, 'rpm'), join(folder, 'rpmbuild')];
  mkdirSync(root, { recursive: true });
  const names = [
    ['alpha', '', '1.0', '1'],
    ['beta', '3', '2.5~rc1', '4.el9'],
    ['gamma-libs', '', '0^20260101', '2'],
  ] as const;
  for (const [name, epoch, version, release] of names) {
    const spec = join(folder, `${name}.spec`);
    const lines = ['', 'Summary: s', 'License: MIT and Apache-2.0', 'BuildArch: noarch', '%description', 'd', '%files', ''];
    const head = [`Name: ${name}`, ...(epoch === '' ? [] : [`Epoch: ${epoch}`]), `Version: ${version}`, `Release: ${release}`];
    writeFileSync(spec, [...head, ...lines].join('\n'));
    run('rpmbuild', ['-bb', '--quiet', '--define', `_topdir ${work}`, spec]);
  }
  const common = ['--root', root, '--define', '_db_backend sqlite', '--define', '_dbpath /var/lib/rpm'];
  run('rpm', [...common, '--initdb']);
  const files = listLines(run('find', [join(work, 'RPMS'), '-name', '*.rpm']));
  run('rpm', [...common, '--install', '--nodeps', '--noscripts', '--nosignature', ...files]);
  const format = 'rpm %{NAME} %{EPOCHNUM}:%{VERSION}-%{RELEASE}\n';
  mkdirSync(join(root, 'etc'), { recursive: true });
  writeFileSync(join(root, 'etc/os-release'), 'ID=rhel\nVERSION_ID=9.4\nNAME="Test"\n');
  return { root, packages: listLines(run('rpm', [...common, '-qa', '--qf', format])).toSorted() };
}
