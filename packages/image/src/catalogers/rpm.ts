import type { Problem } from '@breakwater/model';
import type { Cataloger, CatalogTools, LayerFile } from '../catalog/cataloger.ts';
import { compact } from '../catalog/each-file.ts';
import type { FoundPackage, OwnedFiles, PackageSet } from '../catalog/package-set.ts';
import { toImageProblem } from '../errors.ts';
import { readBerkeleyDb } from '../rpm/berkeley-db.ts';
import { parseRpmHeader, type RpmPackage } from '../rpm/header.ts';
import { readNdb } from '../rpm/ndb.ts';
import { toSource } from '../rpm/source.ts';
import { readSqliteRows } from '../rpm/sqlite-rows.ts';

const FOLDERS = ['var/lib/rpm/', 'usr/lib/sysimage/rpm/', 'usr/share/rpm/'];
/** SUSE's form. */
const NDB = 'Packages.db';
const FILES = new Set(['Packages', NDB, 'rpmdb.sqlite']);

export const cataloger: Cataloger = {
  name: 'rpm',
  version: 2,
  doc: 'RPM packages and the files that they own: rpmdb.sqlite, Packages (Berkeley DB) and Packages.db (NDB) in var/lib/rpm, usr/lib/sysimage/rpm, usr/share/rpm',
  maxBytes: 1024 * 1024 * 1024,
  wants: ({ path, size }) => size > 0 && FOLDERS.some(folder => path.startsWith(folder) && FILES.has(path.slice(folder.length))),
  catalog: (files, tools) => {
    const sets: PackageSet[] = [];
    const owned: OwnedFiles[] = [];
    const problems: Problem[] = [];
    for (const file of files) {
      const packages = readDatabase(file, tools, problems);
      sets.push({ evidence: file.path, packages: packages.map(toPackage) });
      owned.push(...packages.map(({ name, files: paths }) => ({ package: name, paths: paths.map(path => path.slice(1)) })));
    }
    return { sets: sets.filter(set => set.packages.length > 0), owned, problems };
  },
};

/** What was read before a database broke still counts, and the Problem says that there may be more. */
export function readDatabase(file: LayerFile, tools: CatalogTools, problems: Problem[]): readonly RpmPackage[] {
  const packages: RpmPackage[] = [];
  try {
    if (file.path.endsWith('.sqlite')) {
      using database = tools.openDatabase(file);
      collect(readSqliteRows(database), packages);
    } else {
      collect(file.path.endsWith(`/${NDB}`) ? readNdb(file) : readBerkeleyDb(file), packages);
    }
  } catch (cause) {
    problems.push(toImageProblem(cause, file.path, 'packages-unreadable'));
  }
  return packages;
}

function collect(headers: Iterable<Buffer>, packages: RpmPackage[]): void {
  for (const header of headers) packages.push(parseRpmHeader(header));
}

function toPackage(found: RpmPackage): FoundPackage {
  const attributes = compact({
    modularity: found.modularityLabel ?? undefined,
    sourceRpm: found.sourceRpm ?? undefined,
    sigMd5: found.sigMd5 === '' ? undefined : found.sigMd5,
  });
  return compact({
    name: found.name,
    version: found.release === '' ? found.version : `${found.version}-${found.release}`,
    type: 'rpm',
    arch: found.arch ?? undefined,
    epoch: found.epoch,
    source: toSource(found.sourceRpm ?? ''),
    licenses: found.license === null ? undefined : [found.license],
    vendor: found.vendor ?? undefined,
    attributes,
  });
}
