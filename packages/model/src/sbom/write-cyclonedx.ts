import { toImagePurl } from '../purl/image-purl.ts';
import type { SbomDistribution, SbomImage, SbomOptions, SbomPackage } from './sbom-image.ts';
import { toProperties } from './to-properties.ts';

/** A CycloneDX 1.6 document. https://cyclonedx.org/docs/1.6/json/ */
export function toCycloneDx(
  inspection: SbomImage,
  { serialNumber, timestamp, toolVersion }: SbomOptions,
): Readonly<Record<string, unknown>> {
  const { image, distribution, packages, complete } = inspection;
  const references = packages.map((found, index) => `${found.purl ?? found.found.name}#${index}`);
  const system = distribution === undefined ? [] : [toSystem(distribution)];
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber,
    version: 1,
    metadata: {
      timestamp,
      tools: { components: [{ type: 'application', name: 'breakwater', version: toolVersion }] },
      component: toMain(image),
    },
    components: [...system, ...packages.map((found, index) => toComponent(found, references[index] ?? ''))],
    dependencies: [{ ref: 'image', dependsOn: [...system.map(component => component['bom-ref']), ...references] }],
    compositions: [{ aggregate: complete ? 'complete' : 'incomplete', assemblies: ['image'] }],
  };
}

function toMain(image: SbomImage['image']) {
  const purl = toImagePurl(image);
  const named = { 'bom-ref': 'image', type: 'container', name: image.name, ...toVersion(image.digest ?? image.configDigest ?? '') };
  return { ...named, ...(purl === undefined ? {} : { purl }) };
}

function toSystem({ id, version, name, evidence = '', like = [] }: SbomDistribution) {
  const properties = [{ name: 'breakwater:evidence', value: evidence }, ...like.map(value => ({ name: 'breakwater:like', value }))];
  return { 'bom-ref': 'distribution', type: 'operating-system', name: id, ...toVersion(version), description: name, properties };
}

function toComponent(inspected: SbomPackage, reference: string) {
  const { found, purl, locations } = inspected;
  const { licenses = [], vendor } = found;
  return {
    'bom-ref': reference,
    type: 'library',
    name: found.name,
    ...toVersion(found.version),
    ...(vendor === undefined ? {} : { publisher: vendor }),
    ...(licenses.length === 0 ? {} : { licenses: licenses.map(name => ({ license: { name } })) }),
    ...(purl === undefined ? {} : { purl }),
    properties: toProperties(inspected),
    evidence: { occurrences: locations.map(location => ({ location })) },
  };
}

function toVersion(version: string): { version?: string } {
  return version === '' ? {} : { version };
}
