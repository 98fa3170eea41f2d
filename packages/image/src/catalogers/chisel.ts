import { zstdDecompressSync } from 'node:zlib';
import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage, OwnedFiles } from '../catalog/package-set.ts';
import { splitLines } from '../catalog/stanzas.ts';
import { ImageError } from '../errors.ts';
import { detectCompression } from '../layer/decompress.ts';
import { isObject, parseJson, toText, toTexts } from '../source/json.ts';

const MAX_BYTES = 128 * 1024 * 1024;

/** https://documentation.ubuntu.com/chisel/en/latest/reference/manifest/ */
export const cataloger: Cataloger = {
  name: 'chisel',
  version: 1,
  doc: 'Packages of chiselled Ubuntu and the files that were cut out of them: chisel/manifest.wall',
  wants: ({ path }) => path.endsWith('chisel/manifest.wall'),
  catalog: async files => {
    const owned: OwnedFiles[] = [];
    const { sets, problems } = await readEachFile(files, file => readManifest(file, owned));
    return { sets, owned, problems: [...problems, ...sets.map(({ evidence, packages }) => toGap(evidence, packages.length))] };
  },
};

/** One object a line. Files have slices, as `openssl_bins` of the package openssl. */
function readManifest(file: LayerFile, owned: OwnedFiles[]): readonly FoundPackage[] {
  const packages: FoundPackage[] = [];
  const files = new Map<string, string[]>();
  let isHeader = true;
  for (const line of splitLines(unpack(file))) {
    if (line.trim() === '') continue;
    const record = parseJson(Buffer.from(line), file.path);
    if (!isObject(record) || (isHeader && toText(record['jsonwall']) === undefined)) {
      throw new ImageError('packages-unreadable', `${file.path} is no manifest of chisel`);
    }
    isHeader = false;
    const [name, version, arch] = ['name', 'version', 'arch'].map(key => toText(record[key]));
    if (record['kind'] === 'package' && name !== undefined && version !== undefined) {
      packages.push({ name, version, type: 'deb', ...(arch === undefined ? {} : { arch }) });
    } else if (record['kind'] === 'path') collect(record, files);
  }
  owned.push(...[...files].map(([name, paths]) => ({ package: name, paths })));
  return packages;
}

function collect(record: Readonly<Record<string, unknown>>, files: Map<string, string[]>): void {
  const path = toText(record['path'])?.slice(1) ?? '';
  if (path === '' || path.endsWith('/')) return;
  for (const name of new Set(toTexts(record['slices']).map(slice => slice.split('_')[0] ?? slice))) {
    const known = files.get(name);
    if (known === undefined) files.set(name, [path]);
    else known.push(path);
  }
}

function unpack(file: LayerFile): string {
  const bytes = file.bytes();
  const isPacked = detectCompression(bytes) === 'zstd';
  return (isPacked ? zstdDecompressSync(bytes, { maxOutputLength: MAX_BYTES }) : bytes).toString('utf8');
}

/** Ubuntu's advisories name source packages. */
function toGap(source: string, count: number) {
  const message = `nothing says from which source packages its ${count} packages were built: advisories are found for those alone that are called like their source`;
  return { code: 'source-packages-unknown', message, source };
}
