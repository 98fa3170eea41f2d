import { compact } from '../catalog/each-file.ts';
import type { EvidenceKind } from '../catalog/package-set.ts';
import type { InspectedPackage } from '../image-inspection.ts';
import type { SbomPackage } from './sbom.ts';

/** What we know of a package and no field of an SBOM has room for. https://cyclonedx.github.io/cyclonedx-property-taxonomy/ */
const PREFIX = 'breakwater:';
const ATTRIBUTE = 'attribute:';
const QUALIFIER = 'qualifier:';
const EVIDENCE_KINDS = ['installed', 'archive', 'binary', 'classified', 'lock', 'sbom'] as const satisfies readonly EvidenceKind[];
/** An epoch that is absent is not the same as 0, and not the same as one that nobody asked for. */
const ABSENT = 'absent';

export interface Property {
  readonly name: string;
  readonly value: string;
}

export function toProperties({ found, cataloger, layer, base, ownedBy }: InspectedPackage): readonly Property[] {
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
    ...prefixKeys(QUALIFIER, purl?.qualifiers),
    ...prefixKeys(ATTRIBUTE, attributes),
  };
  return Object.entries(compact(texts)).map(([name, value]) => ({ name: `${PREFIX}${name}`, value: String(value) }));
}

function prefixKeys(prefix: string, texts: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, value]) => [`${prefix}${key}`, value]));
}

type Read = Pick<SbomPackage, 'found' | 'cataloger' | 'layer' | 'base' | 'ownedBy'>;

/** The way back; undefined when the properties are not ours. */
export function readProperties(properties: readonly Property[], licenses: readonly string[] | undefined): Read | undefined {
  const values = new Map(
    properties.filter(({ name }) => name.startsWith(PREFIX)).map(({ name, value }) => [name.slice(PREFIX.length), value]),
  );
  const [type, name, version, owner] = [values.get('type'), values.get('name'), values.get('version'), values.get('owner')];
  if (type === undefined || name === undefined || version === undefined) return undefined;
  const base = values.get('base');
  return {
    found: compact({
      name,
      version,
      type,
      purl: readPurlParts(values),
      arch: values.get('arch'),
      epoch: readEpoch(values.get('epoch')),
      source: readSource(values),
      licenses,
      vendor: values.get('vendor'),
      evidenceKind: readEvidenceKind(values.get('evidenceKind')),
      location: values.get('location'),
      attributes: readPrefixed(values, ATTRIBUTE),
    }),
    cataloger: values.get('cataloger'),
    layer: readLayer(values.get('layer')),
    base: base === undefined ? undefined : base === 'true',
    ownedBy: owner === undefined ? undefined : { name: owner, type: values.get('ownerType') ?? '' },
  };
}

type Values = ReadonlyMap<string, string>;

function readPurlParts(values: Values): InspectedPackage['found']['purl'] {
  const parts = compact({
    namespace: values.get('namespace'),
    qualifiers: readPrefixed(values, QUALIFIER),
    subpath: values.get('subpath'),
  });
  return Object.keys(parts).length === 0 ? undefined : parts;
}

function readPrefixed(values: Values, prefix: string): Readonly<Record<string, string>> | undefined {
  const found = [...values].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value] as const);
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

function readSource(values: Values): { name: string; version: string } | undefined {
  const [name, version] = [values.get('sourceName'), values.get('sourceVersion')];
  return name === undefined || version === undefined ? undefined : { name, version };
}

function readEpoch(text: string | undefined): number | null | undefined {
  if (text === undefined) return undefined;
  const epoch = Number(text);
  return Number.isInteger(epoch) ? epoch : null;
}

function readLayer(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : undefined;
}

function readEvidenceKind(text: string | undefined): InspectedPackage['found']['evidenceKind'] {
  return EVIDENCE_KINDS.find(kind => kind === text);
}
