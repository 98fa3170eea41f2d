import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { compact, readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { parseJsonObject, toText } from '../source/json.ts';

const QUALIFIERS = ['build', 'channel', 'subdir'];

/** https://docs.conda.io/projects/conda/en/stable/dev-guide/specs/conda-meta.html */
export const cataloger: Cataloger = {
  name: 'conda',
  version: 1,
  doc: 'Packages of conda environments: conda-meta/*.json',
  wants: ({ path }) => path.endsWith('.json') && path.includes('conda-meta/'),
  catalog: files => readEachFile(files, readRecord),
};

function readRecord(file: LayerFile): readonly FoundPackage[] {
  const record = parseJsonObject(file.bytes(), file.path);
  const [name, version, license] = [toText(record['name']), toText(record['version']), toText(record['license'])];
  if (name === undefined || version === undefined) return [];
  const texts = QUALIFIERS.map(key => [key, toText(record[key])] as const);
  const qualifiers = Object.fromEntries(texts.filter((pair): pair is [string, string] => pair[1] !== undefined));
  return [
    compact({
      name,
      version,
      type: 'conda',
      purl: Object.keys(qualifiers).length === 0 ? undefined : { qualifiers },
      licenses: license === undefined ? undefined : [license],
    }),
  ];
}
