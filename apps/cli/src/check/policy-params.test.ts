import { describe, expect, test } from 'vitest';
import { builtInPolicies } from '../catalogue.ts';
import { createFolder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';
import { readPolicyParams } from './policy-params.ts';

/** Parameters of a project file and of a file that is named, or the refusal; places without their folder. */
async function read(project: string | undefined, file?: string): Promise<unknown> {
  using folder = createFolder({
    ...(project === undefined ? {} : { 'breakwater.yaml': project }),
    ...(file === undefined ? {} : { 'p.yaml': file }),
  });
  try {
    return await readPolicyParams(file === undefined ? undefined : folder.at('p.yaml'), builtInPolicies, folder.path);
  } catch (cause) {
    return (cause as Error).message.replaceAll(`${folder.path}/`, '');
  }
}

describe('reading', () => {
  test.each<[string, string | undefined, string | undefined, unknown]>([
    ['nothing', undefined, undefined, {}],
    ['a project without', 'exceptions: []', undefined, {}],
    ['a project', 'params:\n  registry-not-allowed: { allowed: [a] }', undefined, { 'registry-not-allowed': { allowed: ['a'] } }],
    [
      'a file goes before the project, parameter by parameter',
      'params:\n  registry-not-allowed: { allowed: [a] }\n  owner-label-missing: { key: team }',
      'registry-not-allowed: { allowed: [b] }',
      { 'registry-not-allowed': { allowed: ['b'] }, 'owner-label-missing': { key: 'team' } },
    ],
    ['an empty file', undefined, '', {}],
    [
      'an unknown policy',
      undefined,
      '\nregistry-not-alowed: {}',
      "p.yaml:2: no policy is called 'registry-not-alowed'; did you mean 'registry-not-allowed'?",
    ],
    [
      'an unknown parameter',
      'params:\n  registry-not-allowed: { allow: [] }',
      undefined,
      "breakwater.yaml:2: policy 'registry-not-allowed' has no parameter 'allow'; did you mean 'allowed'?",
    ],
    [
      'a value of another type',
      undefined,
      'registry-not-allowed: { allowed: 1 }',
      "p.yaml:1: parameter 'allowed' of policy 'registry-not-allowed' takes list(string)",
    ],
    ['no mapping', undefined, '[]', 'p.yaml: a mapping of policies to their parameters is expected'],
    ['no mapping of a project', 'params: 1', undefined, "breakwater.yaml: 'params' is a mapping of policies to their parameters"],
    ['no parameters', undefined, 'registry-not-allowed: 1', "p.yaml:1: the parameters of policy 'registry-not-allowed' are a mapping"],
    ['no YAML', undefined, 'a: [', expect.stringMatching(/^p\.yaml:1: /)],
  ])('%s', async (_, project, file, expected) => {
    expect(await read(project, file)).toStrictEqual(expected);
  });
});

const POD = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { containers: [{ name: 'app', image: 'registry.example.com/a:1' }] },
});

// A policy that is in no preset takes part once somebody gives it parameters.
test.each([
  ['registry.example.com', 0],
  ['registry.example.org', 1],
])('check judges by them: only images of %s', async (registry, code) => {
  using folder = createFolder({ 'pod.json': POD, 'p.yaml': `registry-not-allowed: { allowed: [${registry}] }` });
  const words = ['check', '--preset', 'baseline', '--params', folder.at('p.yaml'), folder.at('pod.json')];
  expect((await run(words)).code).toBe(code);
});

const OWN = `id: registry-not-allowed
title: Image from a banned registry
rationale: x
remediation: x
severity: high
categories: [images]
standards: {}
reason: local
stages: [build]
target: image
params:
  banned: { type: string, default: x, doc: A registry }
expression: image.registry != params.banned
message: banned
ja: { title: x, message: x, rationale: x, remediation: x }
examples:
  comply:
    - { name: any, objects: [${POD}] }
  violate:
    - { name: this one, params: { banned: registry.example.com }, objects: [${POD}] }
`;

test('a policy of the user takes the place of the one that has its name, with its parameters', async () => {
  using folder = createFolder({
    'pod.json': POD,
    'own/registry-not-allowed.yaml': OWN,
    'p.yaml': 'registry-not-allowed: { banned: registry.example.com }',
  });
  const own = ['--policies', folder.at('own'), '--params', folder.at('p.yaml')];
  expect(await run(['check', '--policy', 'registry-not-allowed', ...own, folder.at('pod.json')])).toMatchObject({ code: 1, err: '' });
});
