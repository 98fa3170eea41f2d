import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { deduplicate, toBaseName, toLocked } from '../formats/locked.ts';
import { readYamlLines } from '../formats/yaml-lines.ts';

/** `AFNetworking/NSURLSession (4.0.1)`: a part of a pod has the pod's version. */
const POD = /^"?([^\s/("]+)[^\s("]* \(([^)=<>~\s]+)\)"?$/;

/** https://guides.cocoapods.org/using/using-cocoapods.html#what-is-podfilelock */
export const cataloger: Cataloger = {
  name: 'cocoapods',
  version: 1,
  doc: 'Lock files of CocoaPods: Podfile.lock',
  foldersOnly: true,
  wants: ({ path }) => toBaseName(path) === 'Podfile.lock',
  catalog: files => readEachFile(files, readLock),
};

function readLock(file: LayerFile): readonly FoundPackage[] {
  const lines = [...readYamlLines(file.text())].filter(({ parents }) => parents[0] === 'PODS' && parents.length === 1);
  return deduplicate(
    lines.flatMap(({ key, value }) => {
      const [, name, version] = POD.exec(key === '' ? value : key) ?? [];
      return name === undefined || version === undefined ? [] : [toLocked('cocoapods', name, version)];
    }),
  );
}
