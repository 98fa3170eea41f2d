import type { SbomDistribution, SbomImage, SbomOptions, SbomPackage } from './sbom-image.ts';
import { type LicenseReference, toExpression } from './spdx-licenses.ts';
import { toProperties } from './to-properties.ts';
import { toSeconds } from './write-spdx.ts';

const CREATION = '_:creation';

type Element = Readonly<Record<string, unknown>> & { readonly spdxId: string };

/** An SPDX 3.0.1 document as JSON-LD. https://spdx.github.io/spdx-spec/v3.0.1/ */
export function toSpdx3(inspection: SbomImage, options: SbomOptions): Readonly<Record<string, unknown>> {
  const { image, distribution, packages } = inspection;
  const base = `https://breakwater.invalid/spdx/${options.serialNumber.replace(/^urn:uuid:/, '')}#`;
  const create = createFactory(base);
  const root = create('image', 'software_Package', {
    name: image.name,
    software_primaryPurpose: 'container',
    ...toVersion(image.digest ?? image.configDigest ?? ''),
  });
  const system = distribution === undefined ? [] : [toSystem(distribution, create)];
  const listed = packages.map((one, index) => toPackage(one, index, create));
  const licenses = packages.flatMap(({ found }, index) =>
    toLicense(found.licenses ?? [], index, create, { from: listed[index]?.spdxId ?? '', hash: options.hash }),
  );
  const tool = create('tool', 'Tool', { name: `breakwater-${options.toolVersion}` });
  const contains = create('contains', 'Relationship', {
    relationshipType: 'contains',
    completeness: inspection.complete ? 'complete' : 'incomplete',
    from: root.spdxId,
    to: [...system, ...listed].map(({ spdxId }) => spdxId),
  });
  const annotations = packages.map((one, index) => toAnnotation(one, index, create, listed[index]?.spdxId ?? ''));
  const elements = [tool, root, ...system, ...listed, contains, ...licenses, ...annotations];
  const sbom = create('sbom', 'software_Sbom', { rootElement: [root.spdxId], software_sbomType: ['analyzed'] });
  const document = create('document', 'SpdxDocument', {
    name: image.name,
    rootElement: [sbom.spdxId],
    element: [sbom, ...elements].map(({ spdxId }) => spdxId),
    profileConformance: ['core', 'software', 'simpleLicensing'],
  });
  const creation = {
    '@id': CREATION,
    type: 'CreationInfo',
    specVersion: '3.0.1',
    created: toSeconds(options.timestamp),
    createdBy: [`${base}author`],
    createdUsing: [tool.spdxId],
  };
  const author = create('author', 'SoftwareAgent', { name: 'Breakwater' });
  return {
    '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
    '@graph': [creation, author, document, sbom, ...elements],
  };
}

type Create = (id: string, type: string, parts: Readonly<Record<string, unknown>>) => Element;

function createFactory(base: string): Create {
  return (id, type, parts) => ({ spdxId: `${base}${id}`, type, creationInfo: CREATION, ...parts });
}

function toVersion(version: string): { software_packageVersion?: string } {
  return version === '' ? {} : { software_packageVersion: version };
}

function toSystem({ id, version, name }: SbomDistribution, create: Create): Element {
  return create('distribution', 'software_Package', {
    name: id,
    description: name,
    software_primaryPurpose: 'operatingSystem',
    ...toVersion(version),
  });
}

function toPackage({ found, purl }: SbomPackage, index: number, create: Create): Element {
  return create(`package-${index + 1}`, 'software_Package', {
    name: found.name,
    software_primaryPurpose: 'library',
    ...toVersion(found.version),
    ...(purl === undefined ? {} : { software_packageUrl: purl }),
  });
}

/** What a package states, as an expression of its own and a relation to it. */
function toLicense(
  licenses: readonly string[],
  index: number,
  create: Create,
  { from, hash }: { readonly from: string; readonly hash: SbomOptions['hash'] },
): readonly Element[] {
  const references = new Map<string, LicenseReference>();
  const expression = toExpression(licenses, references, hash);
  if (expression === undefined) return [];
  const texts = [...references.values()].map(({ id, text }) =>
    create(`license-${index + 1}-${id}`, 'simplelicensing_SimpleLicensingText', { name: id, simplelicensing_licenseText: text }),
  );
  const license = create(`license-${index + 1}`, 'simplelicensing_LicenseExpression', {
    simplelicensing_licenseExpression: expression,
    ...(texts.length === 0
      ? {}
      : {
          simplelicensing_customIdToUri: texts.map(({ spdxId, name }) => ({ type: 'DictionaryEntry', key: String(name), value: spdxId })),
        }),
  });
  const relation = create(`declares-${index + 1}`, 'Relationship', {
    relationshipType: 'hasDeclaredLicense',
    from,
    to: [license.spdxId],
  });
  return [...texts, license, relation];
}

/** Layer, owner and evidence, for which no field exists. */
function toAnnotation(inspected: SbomPackage, index: number, create: Create, subject: string): Element {
  const properties = Object.fromEntries(toProperties(inspected).map(({ name, value }) => [name, value]));
  const statement = JSON.stringify({ properties, locations: inspected.locations });
  return create(`annotation-${index + 1}`, 'Annotation', {
    annotationType: 'other',
    subject,
    contentType: 'application/json',
    statement,
  });
}
