import { parsePurl } from '@breakwater/model';
import { compact } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';

interface Stated {
  readonly version: string | undefined;
  readonly licenses: readonly string[] | undefined;
  readonly vendor: string | undefined;
}

/** Of documents of others the purl says what a package is; without one nothing can be asked about it. Throws PurlError. */
export function toFoundByPurl(purl: string, stated: Stated): FoundPackage {
  const { type, namespace, name, version, qualifiers, subpath } = parsePurl(purl);
  const parts = compact({ namespace: namespace ?? undefined, qualifiers: qualifiers ?? undefined, subpath: subpath ?? undefined });
  return compact({
    name: toFullName(type, namespace, name),
    version: version ?? stated.version ?? '',
    type,
    purl: Object.keys(parts).length === 0 ? undefined : parts,
    arch: qualifiers?.['arch'],
    licenses: stated.licenses,
    vendor: stated.vendor,
  });
}

/** Names as catalogers have them: Maven's with its group, those of distributions without their namespace. */
function toFullName(type: string, namespace: string | null, name: string): string {
  if (namespace === null || ['deb', 'apk', 'rpm', 'alpm', 'pear'].includes(type)) return name;
  return `${namespace}${type === 'maven' ? ':' : '/'}${name}`;
}
