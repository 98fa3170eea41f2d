import { toImagePurl } from '../purl/image-purl.ts';
import type { CycloneDxVersion, SbomDistribution, SbomImage, SbomOptions, SbomPackage } from './sbom-image.ts';
import { SBOM_OCCURRENCE, toProperties } from './to-properties.ts';

/** A CycloneDX document, 1.6 unless another version is wanted. https://cyclonedx.org/docs/1.6/json/ */
export function toCycloneDx(
  inspection: SbomImage,
  { serialNumber, timestamp, toolVersion, cycloneDxVersion: specVersion = '1.6' }: SbomOptions,
): Readonly<Record<string, unknown>> {
  const { image, distribution, packages, complete } = inspection;
  const toComponent = specVersion === '1.4' ? toComponentOf14 : toComponentWithEvidence;
  const references = packages.map((found, index) => `${found.purl ?? found.found.name}#${index}`);
  const system = distribution === undefined ? [] : [toSystem(distribution)];
  return {
    $schema: `http://cyclonedx.org/schema/bom-${specVersion}.schema.json`,
    bomFormat: 'CycloneDX',
    specVersion,
    serialNumber,
    version: 1,
    metadata: {
      timestamp,
      tools: toTools(toolVersion, specVersion),
      component: toMain(image),
    },
    components: [...system, ...packages.map((found, index) => toComponent(found, references[index] ?? ''))],
    dependencies: [{ ref: 'image', dependsOn: [...system.map(component => component['bom-ref']), ...references] }],
    compositions: [{ aggregate: complete ? 'complete' : 'incomplete', assemblies: ['image'] }],
  };
}

function toTools(version: string, specVersion: CycloneDxVersion) {
  const tool = { name: 'breakwater', version };
  return specVersion === '1.4' ? [tool] : { components: [{ type: 'application', ...tool }] };
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

function toComponentWithEvidence(inspected: SbomPackage, reference: string) {
  const evidence = { occurrences: inspected.locations.map(location => ({ location })) };
  return { ...toComponentCore(inspected, reference), properties: toProperties(inspected), evidence };
}

/** Version 1.4 has no field for the places where something was found. */
function toComponentOf14(inspected: SbomPackage, reference: string) {
  const places = inspected.locations.map(value => ({ name: SBOM_OCCURRENCE, value }));
  return { ...toComponentCore(inspected, reference), properties: [...toProperties(inspected), ...places] };
}

function toComponentCore({ found, purl }: SbomPackage, reference: string) {
  const { licenses = [], vendor } = found;
  return {
    'bom-ref': reference,
    type: 'library',
    name: found.name,
    ...toVersion(found.version),
    ...(vendor === undefined ? {} : { publisher: vendor }),
    ...(licenses.length === 0 ? {} : { licenses: licenses.map(name => ({ license: { name } })) }),
    ...(purl === undefined ? {} : { purl }),
  };
}

function toVersion(version: string): { version?: string } {
  return version === '' ? {} : { version };
}
