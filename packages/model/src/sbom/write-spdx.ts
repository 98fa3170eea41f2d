import { toImagePurl } from '../purl/image-purl.ts';
import type { SbomDistribution, SbomImage, SbomOptions, SbomPackage } from './sbom-image.ts';
import { type LicenseReference, toExpression } from './spdx-licenses.ts';
import { SBOM_PREFIXES, toProperties } from './to-properties.ts';

const NOT_SAID = 'NOASSERTION';
const IMAGE = 'SPDXRef-Image';
const SYSTEM = 'SPDXRef-OperatingSystem';

/** An SPDX 2.3 document as JSON. https://spdx.github.io/spdx-spec/v2.3/ */
export function toSpdx(inspection: SbomImage, options: SbomOptions): Readonly<Record<string, unknown>> {
  const { image, distribution, packages } = inspection;
  const references = new Map<string, LicenseReference>();
  const annotate = createAnnotator(options);
  const system = distribution === undefined ? [] : [toSystem(distribution, annotate)];
  const listed = packages.map((one, index) => toPackage(one, index, { references, annotate, hash: options.hash }));
  const contained = [...system, ...listed].map(one => one.SPDXID);
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: image.name,
    documentNamespace: `https://breakwater.invalid/spdx/${options.serialNumber.replace(/^urn:uuid:/, '')}`,
    creationInfo: { created: toSeconds(options.timestamp), creators: [`Tool: breakwater-${options.toolVersion}`] },
    documentDescribes: [IMAGE],
    packages: [toImage(inspection), ...system, ...listed],
    relationships: [
      { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: IMAGE },
      ...contained.map(id => ({ spdxElementId: IMAGE, relationshipType: 'CONTAINS', relatedSpdxElement: id })),
    ],
    ...(references.size === 0
      ? {}
      : { hasExtractedLicensingInfos: [...references.values()].map(({ id, text }) => ({ licenseId: id, extractedText: text })) }),
  };
}

/** Times without fractions of a second. */
export function toSeconds(timestamp: string): string {
  return timestamp.replace(/\.\d+Z$/, 'Z');
}

type Annotate = (value: object) => readonly object[];

function createAnnotator({ timestamp, toolVersion }: SbomOptions): Annotate {
  const annotator = `Tool: breakwater-${toolVersion}`;
  const annotationDate = toSeconds(timestamp);
  return value => [{ annotationType: 'OTHER', annotator, annotationDate, comment: `${SBOM_PREFIXES.own}${JSON.stringify(value)}` }];
}

function toImage({ image, complete }: SbomImage) {
  const version = image.digest ?? image.configDigest;
  const remark = complete ? {} : { comment: 'Not every layer could be read: what is not listed is not known to be absent.' };
  const purl = toImagePurl(image);
  const locators =
    purl === undefined ? {} : { externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl }] };
  return { ...createPackage(IMAGE, image.name, version ?? ''), primaryPackagePurpose: 'CONTAINER', ...locators, ...remark };
}

function toSystem({ id, version, name, evidence = '', like = [] }: SbomDistribution, annotate: Annotate) {
  return {
    ...createPackage(SYSTEM, id, version),
    primaryPackagePurpose: 'OPERATING-SYSTEM',
    annotations: annotate({ evidence, title: name, like }),
  };
}

function createPackage(id: string, name: string, version: string) {
  const unsaid = { downloadLocation: NOT_SAID, filesAnalyzed: false, copyrightText: NOT_SAID, licenseConcluded: NOT_SAID };
  return { SPDXID: id, name, ...(version === '' ? {} : { versionInfo: version }), ...unsaid };
}

interface Tools {
  readonly references: Map<string, LicenseReference>;
  readonly annotate: Annotate;
  readonly hash: SbomOptions['hash'];
}

function toPackage(inspected: SbomPackage, index: number, { references, annotate, hash }: Tools) {
  const { found, purl, locations } = inspected;
  const properties = Object.fromEntries(toProperties(inspected).map(({ name, value }) => [name, value]));
  const locator = { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl };
  return {
    ...createPackage(`SPDXRef-Package-${index + 1}`, found.name, found.version),
    supplier: toSupplier(found.vendor),
    licenseDeclared: toExpression(found.licenses ?? [], references, hash) ?? NOT_SAID,
    primaryPackagePurpose: 'LIBRARY',
    ...(purl === undefined ? {} : { externalRefs: [locator] }),
    sourceInfo: `found in ${locations.join(', ')}`,
    annotations: annotate({ properties, locations, ...(found.licenses === undefined ? {} : { licenses: found.licenses }) }),
  };
}

/** `Debian Team <a@b>` is `Organization: Debian Team (a@b)`. */
function toSupplier(vendor: string | undefined): string {
  if (vendor === undefined) return NOT_SAID;
  const [, name, mail] = /^(.+?) *<([^<>]+)>$/.exec(vendor) ?? [];
  return `Organization: ${name === undefined ? vendor : `${name} (${mail})`}`;
}
