import { toImagePurl } from '@breakwater/model';
import type { ImageInspection, InspectedPackage } from '../image-inspection.ts';
import { toProperties } from './properties.ts';
import { ANNOTATION } from './read-spdx.ts';
import { type LicenseReference, toExpression } from './spdx-licenses.ts';
import type { SbomOptions } from './write-cyclonedx.ts';

const NOT_SAID = 'NOASSERTION';
const IMAGE = 'SPDXRef-Image';
const SYSTEM = 'SPDXRef-OperatingSystem';

/** An SPDX 2.3 document as JSON. https://spdx.github.io/spdx-spec/v2.3/ */
export function toSpdx(inspection: ImageInspection, options: SbomOptions): Readonly<Record<string, unknown>> {
  const { image, distribution, packages } = inspection;
  const references = new Map<string, LicenseReference>();
  const annotate = createAnnotator(options);
  const system = distribution === undefined ? [] : [toSystem(distribution, annotate)];
  const listed = packages.map((one, index) => toPackage(one, index, references, annotate));
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
  return value => [{ annotationType: 'OTHER', annotator, annotationDate, comment: `${ANNOTATION}${JSON.stringify(value)}` }];
}

function toImage({ image, complete }: ImageInspection) {
  const version = image.digest ?? image.configDigest;
  const remark = complete ? {} : { comment: 'Not every layer could be read: what is not listed is not known to be absent.' };
  const purl = toImagePurl(image);
  const locators =
    purl === undefined ? {} : { externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl }] };
  return { ...createPackage(IMAGE, image.name, version ?? ''), primaryPackagePurpose: 'CONTAINER', ...locators, ...remark };
}

function toSystem({ id, version, name, evidence, like }: NonNullable<ImageInspection['distribution']>, annotate: Annotate) {
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

function toPackage(inspected: InspectedPackage, index: number, references: Map<string, LicenseReference>, annotate: Annotate) {
  const { found, purl, locations } = inspected;
  const properties = Object.fromEntries(toProperties(inspected).map(({ name, value }) => [name, value]));
  const locator = { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl };
  return {
    ...createPackage(`SPDXRef-Package-${index + 1}`, found.name, found.version),
    supplier: toSupplier(found.vendor),
    licenseDeclared: toExpression(found.licenses ?? [], references) ?? NOT_SAID,
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
