import { afterAll, describe, expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';

const MANIFEST = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: reader }
rules:
  - { apiGroups: [""], resources: [pods, secrets], verbs: [get, list] }
  - { apiGroups: [apps], resources: [deployments/scale], resourceNames: [web], verbs: [update] }
  - { nonResourceURLs: [/logs/*], verbs: [get] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: readers }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader }
subjects:
  - { kind: User, name: ann, apiGroup: rbac.authorization.k8s.io }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: web, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader }
subjects:
  - { kind: ServiceAccount, name: web }
  - { kind: User, name: ann, apiGroup: rbac.authorization.k8s.io }
`;

describe('rbac', () => {
  const folder = createFolder({
    'rbac.yaml': MANIFEST,
    'bad.yaml': MANIFEST.replace('name: reader }', 'name: "" }'),
    'none.yaml': 'kind: Pod\napiVersion: v1\n',
  });
  afterAll(() => folder[Symbol.dispose]());
  const file = folder.at('rbac.yaml');
  const ask = async (words: string, ...more: string[]) => {
    const { code, out, err } = await run([...words.split(' ').map(word => (word === 'FILE' ? file : word)), ...more]);
    return { code, text: `${out}${err}`.replaceAll(`${folder.path}/`, '') };
  };

  test('can: yes, with every binding that says so', async () => {
    expect(await ask('rbac can get pods -n shop --as ann FILE')).toStrictEqual({
      code: 0,
      text: `yes  ann: get pods -n shop

ALLOWED  BINDING                     ROLE                RULE                   SOURCE
yes      ClusterRoleBinding readers  ClusterRole reader  get,list pods,secrets  rbac.yaml:9
yes      RoleBinding shop/web        ClusterRole reader  get,list pods,secrets  rbac.yaml:16
`,
    });
  });

  test.each([
    ['can delete pods -n shop --as ann FILE', 1, 'no,,,,'],
    [
      'can get pods -n shop --as system:serviceaccount:shop:web FILE',
      0,
      'yes,RoleBinding shop/web,ClusterRole reader,"get,list pods,secrets",rbac.yaml:16',
    ],
    ['can get pods -n other --as system:serviceaccount:shop:web FILE', 1, 'no,,,,'],
    [
      'can update deployments/scale web -n shop --as ann FILE',
      0,
      'yes,ClusterRoleBinding readers,ClusterRole reader,update deployments.apps/scale (names: web),rbac.yaml:9\r\nyes,RoleBinding shop/web,ClusterRole reader,update deployments.apps/scale (names: web),rbac.yaml:16',
    ],
    ['can update deployments.apps/scale --name other -n shop --as ann FILE', 1, 'no,,,,'],
    ['can update deployments.extensions/scale web -n shop --as ann FILE', 1, 'no,,,,'],
    ['can get /logs/a -n shop --as ann FILE', 0, 'yes,ClusterRoleBinding readers,ClusterRole reader,get /logs/*,rbac.yaml:9'],
    ['can get nodes -n shop --as system:serviceaccount:shop:web FILE', 1, 'no,,,,'],
    ['can delete nodes --as root --as-group system:masters FILE', 0, 'yes,,,,'],
  ])('%s', async (words, code, rows) => {
    expect(await ask(`rbac ${words} --format csv`)).toStrictEqual({ code, text: `allowed,binding,role,rule,source\r\n${rows}\r\n` });
  });

  test('can: the whole answer for programs', async () => {
    const { code, text } = await ask('rbac can get secrets tls -n shop --as ann --as-group devs --format json FILE');
    expect({ code, ...JSON.parse(text) }).toStrictEqual({
      code: 0,
      schema: 'breakwater/rbac-can',
      version: '1',
      results: [
        {
          name: 'ann',
          groups: ['devs', 'system:authenticated'],
          request: { verb: 'get', group: '', resource: 'secrets', subresource: '', name: 'tls', namespace: 'shop' },
          allowed: true,
          errors: [],
          grants: ['ClusterRoleBinding', 'RoleBinding'].map(kind => ({
            binding:
              kind === 'RoleBinding'
                ? { kind, namespace: 'shop', name: 'web', source: 'rbac.yaml:16' }
                : { kind, name: 'readers', source: 'rbac.yaml:9' },
            role: { kind: 'ClusterRole', name: 'reader', source: 'rbac.yaml:1' },
            rule: { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods', 'secrets'] },
          })),
        },
      ],
      problems: [],
      summary: { results: 1 },
    });
  });

  test('a no over files that could not be read to the end is not certain', async () => {
    const { code, text } = await ask('rbac can get pods --as ann', folder.at('bad.yaml'));
    expect({ code, text }).toStrictEqual({
      code: 3,
      text: `no  ann: get pods cluster-wide
    a binding of this user gives nothing: clusterrole.rbac.authorization.k8s.io "reader" not found

rbac-invalid  bad.yaml: ClusterRole : metadata.name: a name is needed
`,
    });
  });

  test('who-can', async () => {
    expect(await ask('rbac who-can get secrets -n shop --format markdown FILE')).toStrictEqual({
      code: 0,
      text: `| subject | binding | role | rule | source |
|---|---|---|---|---|
| Group system:masters |  |  |  |  |
| User ann | ClusterRoleBinding readers | ClusterRole reader | get,list pods,secrets | rbac.yaml:9 |
| User ann | RoleBinding shop/web | ClusterRole reader | get,list pods,secrets | rbac.yaml:16 |
| ServiceAccount shop/web | RoleBinding shop/web | ClusterRole reader | get,list pods,secrets | rbac.yaml:16 |
`,
    });
  });

  test('rules', async () => {
    expect(await ask('rbac rules --as system:serviceaccount:shop:web -n shop FILE')).toStrictEqual({
      code: 0,
      text: `system:serviceaccount:shop:web -n shop: 3 rules

BINDING               ROLE                RULE                                        SOURCE
RoleBinding shop/web  ClusterRole reader  get,list pods,secrets                       rbac.yaml:16
RoleBinding shop/web  ClusterRole reader  update deployments.apps/scale (names: web)  rbac.yaml:16
RoleBinding shop/web  ClusterRole reader  get /logs/*                                 rbac.yaml:16
`,
    });
  });

  test.each([
    ['can get pods FILE', 2, 'error: say for whom: --as USER, --as system:serviceaccount:NAMESPACE:NAME or --as-group GROUP\n'],
    [
      'can get pods web --as ann',
      2,
      "error: 'web' is no file or folder; after RESOURCE and NAME stand the files with roles and bindings, or - for standard input\n",
    ],
    [
      'can get secretz --as ann FILE',
      2,
      "error: Kubernetes has no resource 'secretz'; did you mean 'secrets'? A custom one needs its group, as widgets.example.com\n",
    ],
  ])('%s', async (words, code, text) => {
    expect(await ask(`rbac ${words}`)).toStrictEqual({ code, text });
  });

  test('files without roles are not an empty cluster', async () => {
    const { code, text } = await ask('rbac who-can get pods', folder.at('none.yaml'));
    expect([code, text.includes('so nothing was asked')]).toStrictEqual([3, true]);
  });
});
