import { afterAll, describe, expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { buildScan, buildVulnerability } from '../testing/scan-output.ts';
import { run } from '../testing/terminal.ts';

const MARKER = 'SeCrEtMaRkEr99';

const MANIFEST = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec:
  serviceAccountName: web
  containers:
    - name: app
      image: app:1
      ports: [{ containerPort: 80 }]
      env: [{ name: DB_PASSWORD, value: ${MARKER} }]
      envFrom: [{ secretRef: { name: db } }]
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Secret
metadata: { name: db, namespace: shop }
stringData: { password: ${MARKER} }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: reader }
rules:
  - { apiGroups: [""], resources: [secrets], verbs: [list] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: readers }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader }
subjects:
  - { kind: ServiceAccount, name: web, namespace: shop }
  - { kind: User, name: ann, apiGroup: rbac.authorization.k8s.io }
`;

const AUDIT = `{"stage":"ResponseComplete","verb":"list","user":{"username":"ann"},"objectRef":{"resource":"secrets","namespace":"shop"},"responseStatus":{"code":200},"stageTimestamp":"2026-11-01T00:00:00Z"}\n`;

describe('attack', () => {
  const folder = createFolder({ 'a.yaml': MANIFEST, 'audit.jsonl': AUDIT, 'none/x.txt': '' });
  afterAll(() => folder[Symbol.dispose]());
  const ask = async (...words: readonly string[]) => {
    const { code, out, err } = await run([...words, folder.at('a.yaml')]);
    return { code, text: `${out}${err}`.replaceAll(`${folder.path}/`, '') };
  };

  test('paths: every step, what it rests on, and what stops it', async () => {
    expect(await ask('attack', 'paths', '--format', 'csv')).toStrictEqual({
      code: 0,
      text: [
        'from,to,step,edge,reaches,because,cut',
        'outside,all-secrets,1,entry,ports of shop/web[Pod],Service shop/web opens TCP 80 of shop/web[Pod] (LoadBalancer),set automountServiceAccountToken of shop/web[Pod] to false',
        'outside,all-secrets,2,exploit,shop/web[Pod]/app,container app of shop/web[Pod] answers there (breach is assumed: nobody said which workloads are vulnerable),set automountServiceAccountToken of shop/web[Pod] to false',
        'outside,all-secrets,3,runs-as,ServiceAccount shop/web,shop/web[Pod] mounts the token of ServiceAccount shop/web,set automountServiceAccountToken of shop/web[Pod] to false',
        'outside,all-secrets,4,holds,ClusterRole reader,ClusterRoleBinding readers gives ClusterRole reader to ServiceAccount shop/web,set automountServiceAccountToken of shop/web[Pod] to false',
        'outside,all-secrets,5,read-secret,any secret,ClusterRole reader allows list secrets,set automountServiceAccountToken of shop/web[Pod] to false',
        '',
      ].join('\r\n'),
    });
  });

  test('paths: the whole answer for programs', async () => {
    const { code, text } = await ask('rbac', 'paths', '--to', 'all-secrets', '--from', 'User ann', '--format', 'json');
    expect({ code, ...JSON.parse(text) }).toStrictEqual({
      code: 0,
      schema: 'breakwater/rbac-paths',
      version: '1',
      results: [
        {
          from: 'User ann',
          to: 'all-secrets',
          cost: 1,
          hops: [
            {
              edge: 'holds',
              number: 'E3',
              from: 'User ann',
              to: 'ClusterRole reader',
              because: 'ClusterRoleBinding readers gives ClusterRole reader to User ann',
              cuts: ['delete ClusterRoleBinding readers'],
            },
            {
              edge: 'read-secret',
              number: 'E31',
              from: 'ClusterRole reader',
              to: 'any secret',
              because: 'ClusterRole reader allows list secrets',
              cuts: ['remove "list secrets" from ClusterRole reader'],
            },
          ],
          cut: { change: 'delete ClusterRoleBinding readers', closes: true },
        },
      ],
      problems: [],
      summary: { results: 1 },
    });
  });

  test('paths: from a workload without its kind to a Secret', async () => {
    const { text } = await ask('attack', 'paths', '--from', 'shop/web', '--to', 'Secret shop/db');
    expect(text.split('\n').slice(0, 4)).toStrictEqual([
      '1 path from 1 start to 1 goal',
      '',
      expect.stringMatching(/^FROM +TO +STEP +EDGE +REACHES +BECAUSE +CUT$/),
      expect.stringMatching(
        /^shop\/web\[Pod\] +Secret shop\/db +1 +contains +shop\/web\[Pod\]\/app +app is a container of shop\/web\[Pod\] +take Secret shop\/db out of shop\/web\[Pod\] \(another way is left\)$/,
      ),
    ]);
  });

  test('paths: vulnerable workloads only, as far as somebody says which', async () => {
    const { text } = await ask('attack', 'paths', '--vulnerable', 'shop/web=CVE-2026-1', '--format', 'json');
    const found = JSON.parse(text).results as { from: string; hops: { because: string }[] }[];
    expect(found.map(({ from, hops }) => [from, hops[1]?.because])).toStrictEqual([
      ['shop/web[Pod]', 'shop/web[Pod] mounts the token of ServiceAccount shop/web'],
      ['outside', 'container app of shop/web[Pod] is vulnerable to CVE-2026-1'],
    ]);
  });

  test.each<[string, string, number, readonly (string | undefined)[], readonly string[]]>([
    ['remote', 'app:1', 0, ['container app of shop/web[Pod] is vulnerable to CVE-2026-1'], []],
    ['local', 'app:1', 0, ['container app of shop/web[Pod] answers there'], []],
    [
      'of another image',
      'other:1',
      3,
      ['container app of shop/web[Pod] answers there'],
      ['No scan was given of app:1: whether one can break in there is not known, so that paths through it are weaker ones.'],
    ],
  ])('paths: by what a scan found, %s', async (kind, image, expected, because, problems) => {
    const vector = kind === 'local' ? 'CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' : 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
    const cvss = [{ version: '3.1', vector, score: 9, source: 'nvd' }];
    using scans = createFolder({ 'a.json': buildScan(image, [buildVulnerability('CVE-2026-1', { cvss })]) });
    const { code, text } = await ask('attack', 'paths', '--scans', scans.path, '--from', 'outside', '--format', 'json');
    const output = JSON.parse(text) as { results: { hops: { because: string }[] }[]; problems: { message: string }[] };
    expect([code, output.results.map(({ hops }) => hops[1]?.because), output.problems.map(({ message }) => message)]).toStrictEqual([
      expected,
      because,
      problems,
    ]);
  });

  test('paths: more than are shown are told', async () => {
    const { code, text } = await ask('attack', 'paths', '--assume-breach', '--limit', '1');
    expect([code, text.split('\n')[0], text.trimEnd().split('\n').at(-1)]).toStrictEqual([
      0,
      '4 paths from 4 starts to 7 goals; the first 1 are shown, --limit shows more',
      'paths-truncated  attack: 1 of 4 paths are shown, the easiest to each goal first. Narrow it down with --from or --to, or raise --limit.',
    ]);
  });

  test('paths: as pictures', async () => {
    expect((await ask('rbac', 'paths', '--format', 'dot', '--from', 'User ann')).text).toBe(`digraph attack {
  rankdir=LR; node [shape=box, style=rounded, fontname="sans-serif"]; edge [fontname="sans-serif", fontsize=10];
  "User ann";
  "ClusterRole reader";
  "any secret";
  "User ann" -> "ClusterRole reader" [label="holds", tooltip="ClusterRoleBinding readers gives ClusterRole reader to User ann"];
  "ClusterRole reader" -> "any secret" [label="read-secret", tooltip="ClusterRole reader allows list secrets"];
}
`);
    const { text } = await ask('rbac', 'paths', '--format', 'svg', '--from', 'User ann');
    expect([text.startsWith('<svg '), text.match(/<rect /g)?.length, text.includes('<title>holds: ClusterRoleBinding')]).toStrictEqual([
      true,
      4,
      true,
    ]);
  });

  test('choke points', async () => {
    expect((await ask('attack', 'choke-points', '--assume-breach', '--format', 'csv')).text.split('\r\n')).toStrictEqual([
      'change,closes,of,weight,goals,in the smallest set for',
      'delete ClusterRoleBinding readers,4,4,2,all-secrets,"all-secrets, kube-system-secrets"',
      '"remove ""list secrets"" from ClusterRole reader",4,4,3,all-secrets,',
      'set automountServiceAccountToken of shop/web[Pod] to false,2,4,1,all-secrets,',
      'close Service shop/web,1,4,4,all-secrets,',
      '',
    ]);
  });

  test('what if', async () => {
    const { code, text } = await ask('attack', 'what-if', '--assume-breach', '--remove', 'ClusterRoleBinding readers');
    expect([code, text.split('\n')[0]]).toStrictEqual([0, '4 paths: 4 closed, 0 by another way, 0 unchanged, 0 opened']);
    const step = await ask('attack', 'what-if', '--assume-breach', '--without', 'runs-as', '--format', 'csv');
    expect(step.text.split('\r\n').map(row => row.split(',').slice(0, 3).join())).toStrictEqual([
      'verdict,from,to',
      'closed,shop/web[Pod],all-secrets',
      'closed,outside,all-secrets',
      'unchanged,ServiceAccount shop/web,all-secrets',
      'unchanged,User ann,all-secrets',
      '',
    ]);
  });

  test('rbac risks', async () => {
    expect((await ask('rbac', 'risks', '--format', 'csv')).text.split('\r\n')).toStrictEqual([
      'severity,what,object,role,rule,who,leads to,because,source',
      'critical,P6 secrets-read,ClusterRoleBinding readers,ClusterRole reader,rules[0],"ServiceAccount shop/web, User ann","all-secrets, kube-system-secrets",list secrets: Secrets hold tokens and passwords; list and watch show their content too,a.yaml:29',
      '',
    ]);
  });

  test('rbac least-privilege', async () => {
    const { code, text } = await ask('rbac', 'least-privilege', '--audit', folder.at('audit.jsonl'));
    expect([code, text.replaceAll(/ +/g, ' ').split('\n')]).toStrictEqual([
      0,
      [
        '1 event from 2026-11-01T00:00:00Z to 2026-11-01T00:00:00Z: 0 unused; --format yaml writes roles that are enough for 1 user',
        '',
        'audit-window-short audit.jsonl: The events are of 0.0 days; failovers and monthly jobs use what is not seen in less than 30.',
        '',
      ],
    ]);
    const yaml = await ask('rbac', 'least-privilege', '--audit', folder.at('audit.jsonl'), '--format', 'yaml');
    expect(yaml.text.split('---\n')[1]).toBe(`# ann: 1 different request, all still allowed, nothing that is not allowed today
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: ann-used
  namespace: shop
rules:
  - verbs: [list]
    apiGroups: [""]
    resources: [secrets]
`);
  });

  test('secrets list', async () => {
    expect((await ask('secrets', 'list', '--at', '2026-12-01', '--format', 'csv')).text.split('\r\n')).toStrictEqual([
      'what,name,type or place,taken by,read by,exposed,finding,because',
      'Secret,shop/db,Opaque,shop/web[Pod],"ServiceAccount shop/web, User ann",shop/web[Pod],value-in-file,"its values stand in a file, readable for everybody who has it"',
      'Secret,shop/db,,,,,in-environment,"container app of shop/web[Pod] has all keys in its environment, where children and dumps have it too"',
      'credential,Pod shop/web,spec.containers[0].env[0].value,,,,credential-elsewhere,DB_PASSWORD',
      '',
    ]);
  });

  test.each<[string, readonly string[]]>([
    ['attack paths', ['--assume-breach']],
    ['attack choke-points', ['--assume-breach']],
    ['attack what-if', ['--assume-breach', '--without', 'holds']],
    ['rbac paths', []],
    ['rbac risks', []],
    ['secrets list', []],
  ])('%s shows no value of a secret in any format', async (name, more) => {
    const formats = name.endsWith('paths') ? ['table', 'json', 'csv', 'markdown', 'dot', 'svg'] : ['table', 'json', 'csv', 'markdown'];
    for (const format of formats) {
      const { code, text } = await ask(...name.split(' '), ...more, '--format', format);
      expect([format, code, text.length > 50, text.includes(MARKER), text.includes(Buffer.from(MARKER).toString('base64'))]).toStrictEqual([
        format,
        0,
        true,
        false,
        false,
      ]);
    }
  });

  test.each<[readonly string[], number]>([
    [['attack', 'paths', '--assume-breach', '--fail'], 1],
    [['attack', 'paths', '--assume-breach'], 0],
    [['attack', 'paths', '--from', 'shop/web', '--to', 'cluster-admin', '--fail'], 0],
    [['rbac', 'paths', '--fail'], 1],
    [['rbac', 'risks', '--fail'], 1],
    [['secrets', 'list', '--fail'], 1],
    [['secrets', 'list', '--namespace', 'none', '--fail'], 0],
  ])('%j ends with %d', async (words, expected) => {
    expect((await ask(...words)).code).toBe(expected);
  });

  test.each<[readonly string[], string]>([
    [['attack', 'paths', '--from', 'shop/wep'], "error: --from: nothing is called 'shop/wep'; did you mean 'shop/web'?\n"],
    [['attack', 'paths', '--to', 'cluster-admn'], "error: --to: nothing is called 'cluster-admn'; did you mean 'cluster-admin'?\n"],
    [['attack', 'paths', '--limit', '0'], "error: --limit takes a whole number above 0, not '0'\n"],
    [['attack', 'paths', '--vulnerable', 'shop/wep'], "error: --vulnerable: there is no workload 'shop/wep'; did you mean 'shop/web'?\n"],
    [['attack', 'what-if'], 'error: say what is taken away: --remove OBJECT or --without STEP\n'],
    [
      ['attack', 'what-if', '--remove', 'ClusterRoleBinding reader'],
      "error: --remove: there is no object 'ClusterRoleBinding reader'; did you mean 'ClusterRoleBinding readers'?\n",
    ],
    [['attack', 'what-if', '--without', 'run-as'], "error: --without: no step is 'run-as'; did you mean 'runs-as'?\n"],
    [['rbac', 'least-privilege'], 'error: say what was used: --audit FILE\n'],
    [['secrets', 'list', '--at', 'soon'], "error: --at takes a time such as 2026-12-01, not 'soon'\n"],
  ])('%j', async (words, text) => {
    expect(await ask(...words)).toStrictEqual({ code: 2, text });
  });

  test.each(['attack paths', 'attack choke-points', 'rbac paths', 'rbac risks', 'secrets list'])(
    '%s of nothing is not clean',
    async name => {
      const { code, out } = await run([...name.split(' '), folder.at('none')]);
      expect([code, out.includes('nothing-to-judge')]).toStrictEqual([3, true]);
    },
  );
});
