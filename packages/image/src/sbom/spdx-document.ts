import { splitLines } from '../catalog/stanzas.ts';
import { ImageError } from '../errors.ts';
import { isObject, type JsonObject, parseJsonObject, toList, toText } from '../source/json.ts';

const MAX_PACKAGES = 500_000;

/** The parts of an SPDX 2.x document that we read, whichever of its two forms it has. */
export interface SpdxDocument {
  readonly version: string;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly packages: readonly SpdxPackage[];
  readonly relations: readonly SpdxRelation[];
}

/** `from` is, of that type, to `to`: `SPDXRef-a DEPENDS_ON SPDXRef-b`. */
export interface SpdxRelation {
  readonly from: string;
  readonly type: string;
  readonly to: string;
}

export interface SpdxPackage {
  readonly id: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly supplier: string | undefined;
  readonly license: string | undefined;
  readonly purpose: string | undefined;
  readonly purls: readonly string[];
  readonly comments: readonly string[];
}

/** JSON or tag-value of SPDX 2.2 and 2.3. Throws ImageError `document-invalid`. https://spdx.github.io/spdx-spec/v2.3/ */
export function parseSpdx(bytes: Uint8Array): SpdxDocument {
  const isJson = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1000)).toString('utf8').trimStart().startsWith('{');
  const document = isJson ? fromJson(parseJsonObject(bytes, 'the SBOM')) : fromTags(Buffer.from(bytes).toString('utf8'));
  if (!/^SPDX-2\.[0-3]$/.test(document.version)) {
    const said = document.version === '' ? 'of no version' : document.version.slice(0, 50);
    throw new ImageError('document-invalid', `SPDX ${said} is not read; SPDX-2.0 to SPDX-2.3 are`);
  }
  if (document.packages.length > MAX_PACKAGES) throw new ImageError('document-invalid', `the SBOM has more than ${MAX_PACKAGES} packages`);
  return document;
}

function fromJson(document: JsonObject): SpdxDocument {
  return {
    version: toText(document['spdxVersion']) ?? '',
    name: toText(document['name']),
    namespace: toText(document['documentNamespace']),
    packages: toList(document['packages']).map(fromJsonPackage),
    relations: toList(document['relationships']).flatMap(fromJsonRelation),
  };
}

function fromJsonRelation(value: unknown): readonly SpdxRelation[] {
  if (!isObject(value)) return [];
  const [from, type, to] = [value['spdxElementId'], value['relationshipType'], value['relatedSpdxElement']].map(toText);
  return from === undefined || type === undefined || to === undefined ? [] : [{ from, type, to }];
}

function fromJsonPackage(value: unknown): SpdxPackage {
  const name = isObject(value) ? toText(value['name']) : undefined;
  if (!isObject(value) || name === undefined) throw new ImageError('document-invalid', 'the SBOM has a package without name');
  const references = toList(value['externalRefs']).filter(isObject);
  return {
    id: toText(value['SPDXID']) ?? name,
    name,
    version: toText(value['versionInfo']),
    supplier: toSupplier(toText(value['supplier'])),
    license: toLicense(toText(value['licenseDeclared'])) ?? toLicense(toText(value['licenseConcluded'])),
    purpose: toText(value['primaryPackagePurpose']),
    purls: references.filter(({ referenceType }) => referenceType === 'purl').flatMap(one => toText(one['referenceLocator']) ?? []),
    comments: toList(value['annotations']).flatMap(one => (isObject(one) ? (toText(one['comment']) ?? []) : [])),
  };
}

/** `Organization: Debian (a@b)`; NOASSERTION says nothing. */
function toSupplier(text: string | undefined): string | undefined {
  return /^(?:Organization|Person): ?(.+)$/.exec(text ?? '')?.[1];
}

function toLicense(text: string | undefined): string | undefined {
  return text === 'NOASSERTION' || text === 'NONE' ? undefined : text;
}

type Mutable = { -readonly [K in keyof SpdxPackage]: SpdxPackage[K] };

/** Lines of `Tag: value`; a package begins with its name. */
function fromTags(text: string): SpdxDocument {
  const head = new Map<string, string>();
  const packages: Mutable[] = [];
  const relations: SpdxRelation[] = [];
  for (const line of splitLines(text)) {
    const [, tag, raw = ''] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (tag === undefined) continue;
    const value = raw.replace(/^<text>|<\/text>$/g, '').trim();
    const current = packages.at(-1);
    if (tag === 'PackageName') packages.push(createPackage(value));
    else if (tag === 'Relationship') relations.push(...fromTagRelation(value));
    else if (current === undefined) head.set(tag, value);
    else addTag(current, tag, value);
  }
  return {
    version: head.get('SPDXVersion') ?? '',
    name: head.get('DocumentName'),
    namespace: head.get('DocumentNamespace'),
    packages,
    relations,
  };
}

function fromTagRelation(value: string): readonly SpdxRelation[] {
  const [from, type, to] = value.split(/\s+/);
  return from === undefined || type === undefined || to === undefined ? [] : [{ from, type, to }];
}

function createPackage(name: string): Mutable {
  if (name === '') throw new ImageError('document-invalid', 'the SBOM has a package without name');
  const absent = { version: undefined, supplier: undefined, license: undefined, purpose: undefined };
  return { id: name, name, ...absent, purls: [], comments: [] };
}

function addTag(current: Mutable, tag: string, value: string): void {
  if (tag === 'SPDXID') current.id = value;
  else if (tag === 'PackageVersion') current.version = value;
  else if (tag === 'PackageSupplier') current.supplier = toSupplier(value);
  else if (tag === 'PackageLicenseDeclared') current.license = toLicense(value) ?? current.license;
  else if (tag === 'PackageLicenseConcluded') current.license ??= toLicense(value);
  else if (tag === 'PrimaryPackagePurpose') current.purpose = value;
  else if (tag === 'ExternalRef') {
    const [, type, locator] = value.split(/\s+/);
    if (type === 'purl' && locator !== undefined) current.purls = [...current.purls, locator];
  }
}
