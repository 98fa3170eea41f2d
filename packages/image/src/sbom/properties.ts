import { SBOM_PREFIXES } from '@breakwater/model';
import { compact } from '../catalog/each-file.ts';
import type { EvidenceKind } from '../catalog/package-set.ts';
import type { InspectedPackage } from '../image-inspection.ts';
import type { SbomPackage } from './sbom.ts';

const { own: PREFIX, attribute: ATTRIBUTE, qualifier: QUALIFIER } = SBOM_PREFIXES;
const EVIDENCE_KINDS = ['installed', 'archive', 'binary', 'classified', 'lock', 'sbom'] as const satisfies readonly EvidenceKind[];
export interface Property {
  readonly name: string;
  readonly value: string;
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
