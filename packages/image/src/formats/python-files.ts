import { splitLines } from '../catalog/stanzas.ts';

const CODE = /\.(?:py|pyc|pyd|so|so\.[^/]+)$/;

/**
 * What `RECORD` of an installed distribution lists, as files and folders from the root of the image: the uppermost folders that are packages
 * of Python, and what lies outside of them. https://packaging.python.org/en/latest/specifications/recording-installed-packages/
 *
 * @param site folder in which the distribution lies, with a slash at the end
 */
export function listRecord(text: string, site: string): readonly string[] {
  const paths = [...splitLines(text)].flatMap(line => readPath(line, site) ?? []);
  const folders = findPackageFolders(paths);
  const rest = paths.filter(path => (CODE.test(path) || isScript(path, site)) && !folders.some(folder => path.startsWith(folder)));
  return [...folders, ...rest];
}

/** The first column; one with commas in it is quoted. Paths lead up to scripts, as `../../../bin/pip`. */
function readPath(line: string, site: string): string | undefined {
  const text = line.startsWith('"') ? line.slice(1, line.indexOf('"', 1)) : (line.split(',')[0] ?? '');
  if (text === '') return undefined;
  const parts: string[] = [];
  for (const part of (text.startsWith('/') ? text : `${site}${text}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** A folder of several distributions, as `google`, is no package of any: those below it are. */
function findPackageFolders(paths: readonly string[]): readonly string[] {
  const folders = paths.filter(path => path.endsWith('/__init__.py')).map(path => path.slice(0, -'__init__.py'.length));
  const uppermost: string[] = [];
  for (const folder of folders.toSorted()) {
    const last = uppermost.at(-1);
    if (last === undefined || !folder.startsWith(last)) uppermost.push(folder);
  }
  return uppermost;
}

function isScript(path: string, site: string): boolean {
  return !path.startsWith(site) && /(?:^|\/)s?bin\/[^/]+$/.test(path);
}

/** `top_level.txt` of older ones: names of modules, each a folder or a file. */
export function listTopLevel(text: string, site: string): readonly string[] {
  const names = [...splitLines(text)].filter(name => /^\w[\w/.-]*$/.test(name) && !name.includes('..'));
  return names.flatMap(name => [`${site}${name}/`, `${site}${name}.py`]);
}
