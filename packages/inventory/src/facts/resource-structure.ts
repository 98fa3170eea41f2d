import { Unknown } from '@breakwater/cel';
import { defineFacts } from '../fact.ts';
import type { InventoryObject } from '../model/object.ts';
import { formatSteps } from '../model/rule.ts';
import { listStructureIssues, type StructureIssue } from '../schema/list-structure-issues.ts';

const ofResource = defineFacts<InventoryObject>('Resource', {
  structureIssues: {
    type: 'list(StructureIssue)',
    doc: 'Places where it does not fit the types of its built-in kind; unknown for kinds whose schema is not known',
    source: "Kubernetes' OpenAPI document",
    get: o =>
      listStructureIssues(o.raw, o.apiVersion, o.kind) ??
      new Unknown('resource.structureIssues', `the schema of ${o.apiVersion} ${o.kind} is not known`),
  },
});

const ofIssue = defineFacts<StructureIssue>('StructureIssue', {
  path: { type: 'string', doc: 'Place in the object, as spec.containers[0].imagePull', source: 'object', get: i => formatSteps(i.path) },
  kind: { type: 'string', doc: 'unknown-field, wrong-type or missing-field', source: 'comparison with the schema', get: i => i.kind },
  detail: {
    type: 'string',
    doc: 'Name of the field, or what is expected and what is there',
    source: 'comparison with the schema',
    get: i => i.detail,
  },
  nearest: {
    type: 'string',
    doc: 'Known field that was most likely meant, empty when none is near',
    source: 'comparison with the schema',
    get: i => i.nearest,
  },
});

export const facts = [...ofResource, ...ofIssue];
