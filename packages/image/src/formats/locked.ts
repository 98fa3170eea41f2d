import { compact } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';

interface Parts {
  readonly namespace?: string | undefined;
  readonly qualifiers?: Readonly<Record<string, string>>;
  readonly licenses?: readonly string[];
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A package that a lock file names. */
export function toLocked(type: string, name: string, version: string, parts: Parts = {}): FoundPackage {
  const { namespace, qualifiers, licenses, attributes } = parts;
  const purl = compact({ namespace, qualifiers });
  return compact({
    name,
    version,
    type,
    purl: Object.keys(purl).length === 0 ? undefined : purl,
    licenses,
    evidenceKind: 'lock' as const,
    attributes,
  });
}

/** What only development or building needs is kept and says so. */
export function toLockedNpm(name: string, version: string, isDevelopment = false): FoundPackage {
  const slash = name.startsWith('@') ? name.indexOf('/') : -1;
  return toLocked('npm', name, version, {
    namespace: slash < 0 ? undefined : name.slice(0, slash),
    ...(isDevelopment ? { attributes: { scope: 'development' } } : {}),
  });
}

/** Each once. */
export function deduplicate(packages: readonly FoundPackage[]): readonly FoundPackage[] {
  return [...new Map(packages.map(one => [`${one.type}\0${one.name}\0${one.version}`, one])).values()];
}

export function toBaseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
