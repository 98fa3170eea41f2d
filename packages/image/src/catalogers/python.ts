import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { compact, readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { parseStanzas } from '../catalog/stanzas.ts';
import { normalizePythonName } from '../formats/pypi.ts';
import { listRecord, listTopLevel } from '../formats/python-files.ts';

const FIELDS = new Set(['name', 'version', 'license', 'license-expression']);
const ENDINGS = ['.dist-info/METADATA', '.egg-info/PKG-INFO', '/EGG-INFO/PKG-INFO'];
/** What says which files are its own, beside the metadata. */
const LISTS = ['.dist-info/RECORD', '.egg-info/top_level.txt'];

/** https://packaging.python.org/en/latest/specifications/core-metadata/ */
export const cataloger: Cataloger = {
  name: 'python',
  version: 2,
  doc: 'Installed Python distributions: *.dist-info/METADATA, *.egg-info, *.egg-info/PKG-INFO, EGG-INFO/PKG-INFO; RECORD and top_level.txt for what is theirs',
  wants: ({ path }) => ENDINGS.some(ending => path.endsWith(ending)) || path.endsWith('.egg-info') || isList(path),
  catalog: files => {
    const lists = new Map(files.filter(({ path }) => isList(path)).map(file => [toFolder(file.path), file]));
    return readEachFile(
      files.filter(({ path }) => !isList(path)),
      file => readMetadata(file, lists.get(toFolder(file.path))),
    );
  },
};

function isList(path: string): boolean {
  return LISTS.some(ending => path.endsWith(ending));
}

function toFolder(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function readMetadata(file: LayerFile, list: LayerFile | undefined): readonly FoundPackage[] {
  const [stanza] = parseStanzas(file.text(), FIELDS);
  const name = stanza?.get('name');
  if (stanza === undefined || name === undefined || name === '') return [];
  const license = stanza.get('license-expression') ?? stanza.get('license')?.split('\n')[0];
  return [
    compact({
      name: normalizePythonName(name),
      version: stanza.get('version') ?? '',
      type: 'pypi',
      licenses: license === undefined || license === '' || license === 'UNKNOWN' ? undefined : [license],
      files: list === undefined ? undefined : listFiles(list),
    }),
  ];
}

function listFiles(list: LayerFile): readonly string[] {
  const folder = toFolder(list.path).slice(0, -1);
  const site = toFolder(folder);
  return list.path.endsWith('/RECORD') ? listRecord(list.text(), site) : listTopLevel(list.text(), site);
}
