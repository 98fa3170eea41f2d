import { defineKind } from '../kind.ts';
import { omit, type Raw, toRecord, toRecords } from '../raw.ts';

/** Schemas are by far the largest part of a cluster's objects, and nothing is judged by them. */
function reshape(definition: Raw): Raw {
  const spec = toRecord(definition['spec']);
  const versions = toRecords(spec['versions']).map(version => omit(version, 'schema', 'additionalPrinterColumns'));
  return { ...definition, spec: { ...spec, versions } };
}

export const kind = defineKind({
  group: 'apiextensions.k8s.io',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  namespaced: false,
  reshape,
});
