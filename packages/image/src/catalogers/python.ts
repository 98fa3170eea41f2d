import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { compact, readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { parseStanzas } from '../catalog/stanzas.ts';
import { normalizePythonName } from '../formats/pypi.ts';

const FIELDS = new Set(['name', 'version', 'license', 'license-expression']);
const ENDINGS = ['.dist-info/METADATA', '.egg-info/PKG-INFO', '/EGG-INFO/PKG-INFO'];

/** https://packaging.python.org/en/latest/specifications/core-metadata/ */
export const cataloger: Cataloger = {
  name: 'python',
  version: 1,
  doc: 'Installed Python distributions: *.dist-info/METADATA, *.egg-info, *.egg-info/PKG-INFO, EGG-INFO/PKG-INFO',
  wants: ({ path }) => ENDINGS.some(ending => path.endsWith(ending)) || path.endsWith('.egg-info'),
  catalog: files => readEachFile(files, readMetadata),
};

function readMetadata(file: LayerFile): readonly FoundPackage[] {
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
    }),
  ];
}
