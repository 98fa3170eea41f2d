import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { splitLines } from '../catalog/stanzas.ts';
import { toBaseName, toLocked } from '../formats/locked.ts';

/** https://go.dev/ref/mod#go-mod-file */
export const cataloger: Cataloger = {
  name: 'go-mod',
  version: 1,
  doc: 'Modules that a module of Go requires, replacements applied: go.mod',
  foldersOnly: true,
  wants: ({ path }) => toBaseName(path) === 'go.mod' && !path.includes('/testdata/'),
  catalog: files => readEachFile(files, readModule),
};

interface Module {
  readonly path: string;
  readonly version: string;
}

function readModule(file: LayerFile): readonly FoundPackage[] {
  const required: Module[] = [];
  const replaced = new Map<string, Module | undefined>();
  for (const [directive, ...words] of readDirectives(file.text())) {
    if (directive === 'require' && words[0] !== undefined && words[1] !== undefined) required.push({ path: words[0], version: words[1] });
    if (directive === 'replace') addReplacement(replaced, words);
  }
  return required.flatMap(module => {
    const key = [`${module.path}@${module.version}`, module.path].find(one => replaced.has(one));
    const { path, version } = key === undefined ? module : (replaced.get(key) ?? { path: '', version: '' });
    return path === '' ? [] : [toLocked('golang', path, version)];
  });
}

/** `old [v1] => new v2`; a folder in place of a module is a part of the project. */
function addReplacement(replaced: Map<string, Module | undefined>, words: readonly string[]): void {
  const arrow = words.indexOf('=>');
  const [path, version] = words.slice(arrow + 1);
  const [old, oldVersion] = words.slice(0, Math.max(0, arrow));
  if (old === undefined || path === undefined) return;
  replaced.set(oldVersion === undefined ? old : `${old}@${oldVersion}`, version === undefined ? undefined : { path, version });
}

/** Words of each line, with the directive of the block that it stands in; comments are left out. */
function* readDirectives(text: string): Generator<readonly string[]> {
  let block: string | undefined;
  for (const line of splitLines(text)) {
    const words = line
      .replace(/\/\/.*$/, '')
      .split(/\s+/)
      .map(word => word.replaceAll(/["`]/g, ''))
      .filter(word => word !== '');
    if (words[0] === ')') block = undefined;
    else if (words[1] === '(') block = words[0];
    else if (words.length > 0) yield block === undefined ? words : [block, ...words];
  }
}
