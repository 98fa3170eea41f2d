import type { Problem } from '@breakwater/model';
import type { Cataloger, LayerFile } from './catalog/cataloger.ts';
import { createTools } from './catalog/tools.ts';
import { cataloger as apk } from './catalogers/apk.ts';
import { cataloger as dpkg } from './catalogers/dpkg.ts';
import { cataloger as rpm } from './catalogers/rpm.ts';
import { WorkFolder } from './layer/work-folder.ts';

/** Where systems that run keep what is installed; below a folder that is mounted just as in a layer of an image. */
const RPM_FOLDERS = ['var/lib/rpm', 'usr/lib/sysimage/rpm', 'usr/share/rpm'];
const DATABASES: readonly (readonly [cataloger: Cataloger, paths: readonly string[]])[] = [
  [dpkg, ['var/lib/dpkg/status']],
  [apk, ['lib/apk/db/installed', 'usr/lib/apk/db/installed']],
  [rpm, RPM_FOLDERS.flatMap(folder => ['rpmdb.sqlite', 'Packages', 'Packages.db'].map(name => `${folder}/${name}`))],
];

export interface SystemPackage {
  readonly name: string;
  readonly version: string;
  /** deb, apk or rpm. */
  readonly type: string;
}

export interface SystemPackages {
  /** By name; the same twice only where two versions are installed. */
  readonly packages: readonly SystemPackage[];
  /** Databases that could be read in part only. */
  readonly problems: readonly Problem[];
}

/**
 * What the system of a machine has installed, by the databases of dpkg, apk and rpm.
 *
 * @param read the content of a file by its path without a leading slash; undefined where there is none
 */
export async function readSystemPackages(read: (path: string) => Buffer | undefined): Promise<SystemPackages> {
  using folder = new WorkFolder();
  const tools = createTools(folder);
  const packages = new Map<string, SystemPackage>();
  const problems: Problem[] = [];
  for (const [cataloger, paths] of DATABASES) {
    const files = paths.flatMap(path => {
      const content = read(path);
      return content === undefined || content.length === 0 ? [] : [toFile(path, content)];
    });
    if (files.length === 0) continue;
    const result = await cataloger.catalog(files, tools);
    problems.push(...result.problems);
    for (const { name, version, type } of result.sets.flatMap(set => set.packages))
      packages.set(`${name} ${version}`, { name, version, type });
  }
  return { packages: [...packages.values()].toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name))), problems };
}

function toFile(path: string, content: Buffer): LayerFile {
  const read = (offset: number, length: number): Buffer => content.subarray(offset, offset + length);
  return { path, size: content.length, mode: 0o644, read, bytes: () => content, text: () => content.toString('utf8') };
}
