import { defineFacts } from '../fact.ts';
import { type EnvReference, findMissing, listEnvReferences } from '../joins/env-references.ts';
import { listSecretVariables, type SecretPlace } from '../joins/secrets.ts';
import type { Container } from '../model/pod.ts';

const ofContainer = defineFacts<Container>('Container', {
  envReferences: {
    type: 'list(EnvReference)',
    doc: 'Secrets and ConfigMaps, or keys of them, that its environment comes from',
    source: 'env[].valueFrom, envFrom[]',
    get: listEnvReferences,
  },
  secretVariables: {
    type: 'list(SecretPlace)',
    doc: 'Variables with a literal value under a name that says secret',
    source: 'env[].name, env[].value',
    get: listSecretVariables,
  },
});

const ofReference = defineFacts<EnvReference>('EnvReference', {
  kind: { type: 'string', doc: 'Secret or ConfigMap', source: 'env[].valueFrom, envFrom[]', get: r => r.kind },
  name: { type: 'string', doc: 'Name of the object', source: 'name', get: r => r.name },
  key: { type: 'string', doc: 'Key of the object, empty for all', source: 'key', get: r => r.key },
  optional: { type: 'bool', doc: 'The container starts without it', source: 'optional, default false', get: r => r.optional },
  path: { type: 'string', doc: 'Place in the container, as env[0].valueFrom.secretKeyRef', source: 'env, envFrom', get: r => r.path },
  missing: {
    type: 'string',
    doc: 'What is not in the set: `object`, `key`, or nothing. Objects that a controller makes from others of the set count as there',
    source: 'Secrets, ConfigMaps, SealedSecrets, ExternalSecrets and Certificates of the namespace',
    get: (r, inventory) => findMissing(inventory, r),
  },
});

const ofPlace = defineFacts<SecretPlace>('SecretPlace', {
  name: { type: 'string', doc: 'Name of the variable or key, or format of the value; never the value', source: 'object', get: p => p.name },
  path: { type: 'string', doc: 'Place in the object, or in the container for variables', source: 'object', get: p => p.path },
});

export const facts = [...ofContainer, ...ofReference, ...ofPlace];
