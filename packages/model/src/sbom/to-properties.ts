import type { SbomPackage } from './sbom-image.ts';

/** What we know of a package and no field of an SBOM has room for. https://cyclonedx.github.io/cyclonedx-property-taxonomy/ */
export const SBOM_PREFIXES = { own: 'breakwater:', attribute: 'attribute:', qualifier: 'qualifier:' } as const;
/** A place where a package was found, in documents whose format has no field for it. */
export const SBOM_OCCURRENCE = 'breakwater:occurrence';
const { own, attribute, qualifier } = SBOM_PREFIXES;
/** An epoch that is absent is not the same as 0, and not the same as one that nobody asked for. */
const ABSENT = 'absent';

export interface Property {
  readonly name: string;
  readonly value: string;
}

export function toProperties({ found, cataloger, layer, base, ownedBy }: SbomPackage): readonly Property[] {
  const { epoch, source, purl, attributes = {} } = found;
  const texts: Record<string, string | undefined> = {
    type: found.type,
    name: found.name,
    version: found.version,
    cataloger,
    layer: String(layer),
    base: base === undefined ? undefined : String(base),
    owner: ownedBy?.name,
    ownerType: ownedBy?.type,
    arch: found.arch,
    epoch: epoch === undefined ? undefined : epoch === null ? ABSENT : String(epoch),
    sourceName: source?.name,
    sourceVersion: source?.version,
    vendor: found.vendor,
    evidenceKind: found.evidenceKind,
    location: found.location,
    namespace: purl?.namespace,
    subpath: purl?.subpath,
    ...prefixKeys(qualifier, purl?.qualifiers),
    ...prefixKeys(attribute, attributes),
  };
  return Object.entries(texts).flatMap(([name, value]) => (value === undefined ? [] : [{ name: `${own}${name}`, value }]));
}

function prefixKeys(prefix: string, texts: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, value]) => [`${prefix}${key}`, value]));
}
