import type { Answer, facts, policies, presets } from '@breakwater/api';
import { CLUSTERS } from './shop.ts';

const [production] = CLUSTERS;

const TEXT = `# Ours only.
id: own-registry
title: Image from another registry
severity: medium
target: container
expression: container.image.startsWith('registry.example.com/')
`;

/** A text with this word in it does not compile. */
const WRONG = 'container.imag.';

function toCheck(text: string): Answer<typeof policies.endpoints.check> {
  const at = text.indexOf(WRONG);
  if (at < 0) {
    return {
      id: 'own-registry',
      target: 'container',
      issues: [],
      examples: [
        { kind: 'comply', name: 'ours', holds: true },
        { kind: 'violate', name: 'another one', holds: true },
      ],
    };
  }
  const before = text.slice(0, at + 'container.'.length);
  const place = { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
  const message = "'Container' has no field 'imag'; did you mean 'image'?";
  return { id: 'own-registry', target: 'container', issues: [{ code: 'expression', message, path: 'expression', place }], examples: [] };
}

const dryRun: Answer<typeof policies.endpoints.dryRun> = {
  opens: 2,
  closes: 1,
  objects: 2,
  byNamespace: [{ cluster: production.id, clusterName: production.name, namespace: 'shop', opens: 2, closes: 1 }],
  places: (['opens', 'opens', 'closes'] as const).map((change, index) => ({
    change,
    policy: 'own-registry',
    severity: 'medium',
    message: "container 'app' runs 'docker.io/app:1'",
    cluster: production.id,
    clusterName: production.name,
    kind: 'Deployment',
    namespace: 'shop',
    name: ['cart', 'web', 'search'][index] ?? '',
    container: 'app',
    workload: 'w-collector',
  })),
  judged: 40,
  undecided: { 'not-evaluated': 3 },
  limits: [{ code: 'unreadable', message: 'secrets may not be read', cluster: production.name }],
  milliseconds: 120,
};

const reference: Answer<typeof facts.endpoints.get> = {
  targets: [
    { name: 'container', doc: 'One container of any kind', variables: [{ name: 'container', type: 'Container' }] },
    { name: 'workload', doc: 'An object that owns pods', variables: [] },
  ],
  facts: ['image', 'name', 'security.privileged', 'security.runAsUser'].map(name => ({
    subject: 'Container',
    name,
    type: 'string',
    doc: `Says ${name}`,
    source: `spec.containers[].${name}`,
    exportable: true,
  })),
  functions: [{ name: 'words', example: "'dbPassword'.words()", doc: 'Lower-case words' }],
  keys: [
    { name: 'expression', doc: 'CEL; true = complies', required: true },
    { name: 'fix', doc: '', required: false },
  ],
};

const presetsAnswer: Answer<typeof presets.endpoints.get> = {
  preset: 'recommended',
  clusters: CLUSTERS.map(({ id, name }, index) => ({ cluster: id, clusterName: name, ...(index === 1 ? { preset: 'restricted' } : {}) })),
  presets: [
    { name: 'recommended', policies: 180 },
    { name: 'restricted', policies: 24 },
    { name: 'nsa', policies: 40 },
  ],
};

/** Answers of what is asked while a policy is written. */
export const authoringHandlers = {
  'policies.source': ({ id }: { readonly id: string }) =>
    id === 'own-registry' ? { text: TEXT, builtIn: false, revision: 3 } : { text: TEXT.replace('own-registry', id), builtIn: true },
  'policies.export': () => ({ text: TEXT, policies: 1 }),
  'policies.check': ({ body }: { readonly body: { readonly text: string } }) => toCheck(body.text),
  'policies.dryRun': () => dryRun,
  'policies.import': () => ({ created: ['own-registry'], replaced: [] }),
  'facts.get': () => reference,
  'presets.get': () => presetsAnswer,
  'presets.set': () => presetsAnswer,
};
