import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { compact, readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { splitLines } from '../catalog/stanzas.ts';
import { toSource } from '../rpm/source.ts';

const ABSENT = '(none)';

/** https://eng.ms/docs/products/azure-linux/features/security/distroless */
export const cataloger: Cataloger = {
  name: 'rpm-manifest',
  version: 1,
  doc: 'RPM packages of images without a database: var/lib/rpmmanifest/container-manifest-2',
  wants: ({ path }) => path === 'var/lib/rpmmanifest/container-manifest-2',
  catalog: files => readEachFile(files, readManifest),
};

function readManifest(file: LayerFile): readonly FoundPackage[] {
  return [...splitLines(file.text())].flatMap(toPackage);
}

/** Tabs between: name, version-release, times of installation and build, vendor, epoch, size, architecture, epoch as number, source. */
function toPackage(line: string): readonly FoundPackage[] {
  const [name, version, , , vendor, , , arch, epoch = '', source] = line.split('\t').map(part => (part === ABSENT ? '' : part));
  if (name === undefined || name === '' || version === undefined || version === '') return [];
  return [
    compact({
      name,
      version,
      type: 'rpm',
      arch: orAbsent(arch),
      epoch: /^\d+$/.test(epoch) && epoch !== '0' ? Number(epoch) : null,
      source: toSource(source ?? ''),
      vendor: orAbsent(vendor),
      attributes: compact({ sourceRpm: orAbsent(source) }),
    }),
  ];
}

function orAbsent(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
