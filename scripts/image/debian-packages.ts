import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { type Dirent, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareCodeUnits } from '../files.ts';

/** What of a distribution an image is made of: deploy/images/packages.json. */
export interface PackageList {
  readonly distribution: string;
  readonly suites: readonly string[];
  /** With `keep`, only those files and folders, and the copyright. */
  readonly packages: readonly { readonly name: string; readonly keep?: readonly string[] }[];
  /** Folders that no image needs; `*` is any one name, `!name` at the end spares files of that name. */
  readonly leaveOut: readonly string[];
}

const SOURCES = '/etc/apt/sources.list.d/debian.sources';

/**
 * Downloads packages of one release of Debian with the machine's own apt, mirrors and keys, and unpacks them below `root` with what scanners
 * read: one file in var/lib/dpkg/status.d for each, and the sums of the files that are there. apt checks every signature.
 *
 * @throws Error that says what is missing, on machines without apt
 */
export function unpackPackages(list: PackageList, work: string, root: string): void {
  if (!existsSync(SOURCES)) throw new Error(`there is no ${SOURCES}: the image is built on Debian, whose apt checks what goes into it`);
  const apt = prepareApt(list, work);
  const names = list.packages.map(({ name }) => name);
  execFileSync('apt-get', [...apt, 'update', '--quiet'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const downloads = join(work, 'downloads');
  mkdirSync(downloads, { recursive: true });
  execFileSync('apt-get', [...apt, 'download', '--quiet', ...names], { cwd: downloads, stdio: ['ignore', 'ignore', 'inherit'] });
  for (const { name, keep } of list.packages) {
    const file = readdirSync(downloads).find(each => each.startsWith(`${name}_`));
    if (file === undefined) throw new Error(`apt-get has not downloaded ${name}`);
    unpackPackage(join(downloads, file), name, root, path => isKept(path, keep, list.leaveOut));
  }
}

/** Options that let apt look at another release, without touching what the machine itself uses. */
function prepareApt({ suites }: PackageList, work: string): readonly string[] {
  const folders = ['lists/partial', 'cache/archives/partial', 'etc'].map(name => join(work, name));
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  const stanzas = readFileSync(SOURCES, 'utf8')
    .split(/\n\s*\n/)
    .map(text => text.replace(/^Suites:.*$/m, line => toSuites(line, suites)));
  writeFileSync(join(work, 'etc/sources.sources'), `${stanzas.join('\n\n')}\n`);
  return [
    ['Dir::Etc::sourcelist', join(work, 'etc/sources.sources')],
    ['Dir::Etc::sourceparts', '/nonexistent'],
    ['Dir::State::Lists', join(work, 'lists')],
    ['Dir::Cache', join(work, 'cache')],
    ['APT::Sandbox::User', 'root'],
  ].flatMap(([key, value]) => ['--option', `${key}=${value}`]);
}

/** The same kind of suite of the wanted release: security fixes come from a place of their own. */
function toSuites(line: string, suites: readonly string[]): string {
  const isSecurity = line.includes('-security');
  return `Suites: ${suites.filter(suite => suite.endsWith('-security') === isSecurity).join(' ')}`;
}

function unpackPackage(file: string, name: string, root: string, isWanted: (path: string) => boolean): void {
  const folder = `${file}.unpacked`;
  execFileSync('dpkg-deb', ['--extract', file, folder]);
  const status = join(root, 'var/lib/dpkg/status.d');
  mkdirSync(status, { recursive: true });
  writeFileSync(join(status, name), execFileSync('dpkg-deb', ['--field', file]));
  for (const { path } of listEntries(folder).filter(entry => !isWanted(entry.path))) rmSync(join(folder, path));
  writeFileSync(join(status, `${name}.md5sums`), listSums(folder));
  execFileSync('find', [folder, '-mindepth', '1', '-type', 'd', '-empty', '-delete']);
  execFileSync('cp', ['--archive', `${folder}/.`, root]);
  rmSync(folder, { recursive: true });
}

/** Files and links, as dpkg tells of them. Node's own walk goes through links to folders, and would find what lies there twice. */
function listEntries(folder: string, path = ''): readonly { readonly path: string; readonly entry: Dirent }[] {
  return readdirSync(join(folder, path), { withFileTypes: true })
    .flatMap(entry => {
      const own = join(path, entry.name);
      return entry.isDirectory() ? listEntries(folder, own) : [{ path: own, entry }];
    })
    .toSorted((x, y) => compareCodeUnits(x.path, y.path));
}

function listSums(folder: string): string {
  const toSum = (path: string): string =>
    createHash('md5')
      .update(readFileSync(join(folder, path)))
      .digest('hex');
  const files = listEntries(folder).filter(({ entry }) => entry.isFile());
  return files.map(({ path }) => `${toSum(path)}  ${path}\n`).join('');
}

/** Whether a file of a package goes into the image. */
export function isKept(path: string, keep: readonly string[] | undefined, leaveOut: readonly string[]): boolean {
  if (leaveOut.some(pattern => matches(pattern, path))) return false;
  const isCopyright = /^usr\/share\/doc\/[^/]+\/copyright$/.test(path);
  return keep === undefined || isCopyright || keep.some(prefix => (prefix.endsWith('/') ? path.startsWith(prefix) : path === prefix));
}

function matches(pattern: string, path: string): boolean {
  const [folder = '', spared] = pattern.split('!');
  const prefix = new RegExp(`^${folder.split('*').map(escapePattern).join('[^/]+')}`);
  return prefix.test(path) && (spared === undefined || !path.endsWith(`/${spared}`));
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
