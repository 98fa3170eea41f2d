import type { Problem } from '@breakwater/model';
import { toImageProblem } from '../errors.ts';
import type { LayerFile } from './cataloger.ts';
import type { FoundPackage, PackageSet } from './package-set.ts';

interface Read {
  readonly sets: readonly PackageSet[];
  readonly problems: readonly Problem[];
}

/** One set for each file that tells of packages; a file that cannot be read is a Problem. */
export async function readEachFile(
  files: readonly LayerFile[],
  read: (file: LayerFile) => readonly FoundPackage[] | Promise<readonly FoundPackage[]>,
): Promise<Read> {
  const sets: PackageSet[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    try {
      const packages = await read(file);
      if (packages.length > 0) sets.push({ evidence: file.path, packages });
    } catch (cause) {
      problems.push(toImageProblem(cause, file.path, 'packages-unreadable'));
    }
  }
  return { sets, problems };
}

/** Leaves out what has no value, as exact optional properties want it. */
export function compact<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
}
