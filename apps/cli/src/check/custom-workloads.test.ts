import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { readCustomWorkloads } from './custom-workloads.ts';

const MAIN = new URL('../main.ts', import.meta.url).pathname;

const FLEET = `apiVersion: example.com/v1
kind: Fleet
metadata: { name: f, namespace: shop }
spec: { pod: { spec: { containers: [{ name: app, image: app, securityContext: { privileged: true } }] } } }
`;

describe('workloads of breakwater.yaml', () => {
  test('are read, with the usual path where none is named', async () => {
    using folder = createFolder({
      'breakwater.yaml':
        'workloads:\n  - { apiVersion: example.com/v1, kind: Fleet, template: spec.pod }\n  - { apiVersion: example.com/v1, kind: Other }\n',
    });
    expect(await readCustomWorkloads(folder.path)).toStrictEqual([
      { apiVersion: 'example.com/v1', group: 'example.com', kind: 'Fleet', template: ['spec', 'pod'] },
      { apiVersion: 'example.com/v1', group: 'example.com', kind: 'Other', template: ['spec', 'template'] },
    ]);
    using empty = createFolder({});
    expect(await readCustomWorkloads(empty.path)).toStrictEqual([]);
  });

  test.each([
    [
      '{ apiVersion: example.com/v1, kind: Fleet, template: "spec..pod" }',
      "2:5: 'spec..pod' is not a field path; it cannot be read from column 5 on",
    ],
    ['{ apiVersion: apps/v1, kind: Deployment }', '2:5: the pods of apps/v1 Deployment are known to be at spec.template'],
    ['{ apiVersion: example.com/v1, knd: Fleet }', "2:35: 'knd' is not a known key; did you mean 'kind'?"],
  ])('%s', async (entry, message) => {
    using folder = createFolder({ 'breakwater.yaml': `workloads:\n  - ${entry}\n` });
    await expect(readCustomWorkloads(folder.path)).rejects.toThrow(`${folder.at('breakwater.yaml')}:${message}`);
  });

  test.each([
    ['spec.pod', 1, 'fail f app', []],
    [
      'spec.pods',
      3,
      '',
      ["Fleet 'f' has no pod template at spec.pods; correct the path of example.com/v1 Fleet among the workloads of breakwater.yaml"],
    ],
  ])('template %s', async (template, code, found, messages) => {
    using folder = createFolder({
      'breakwater.yaml': `workloads: [{ apiVersion: example.com/v1, kind: Fleet, template: ${template} }]\n`,
      'deploy/f.yaml': FLEET,
    });
    const words = [MAIN, 'check', '--policy', 'privileged-container', '--format', 'json', 'deploy'];
    const { status, stdout } = spawnSync(process.execPath, words, { cwd: folder.path, encoding: 'utf8' });
    const { results, problems } = JSON.parse(stdout) as {
      results: { state: string; target: { name: string }; container: string }[];
      problems: { message: string }[];
    };
    const states = results.map(({ state, target, container }) => `${state} ${target.name} ${container}`).join();
    expect([status, states, problems.map(({ message }) => message)]).toStrictEqual([code, found, messages]);
  });
});
