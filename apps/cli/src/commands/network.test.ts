import { afterAll, describe, expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';

const workload = (name: string, port: number, env = ''): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: app, image: "app:1", ports: [{ name: http, containerPort: ${port} }], env: [${env}] }] }
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: ${name} }, ports: [{ port: 80, targetPort: http }] }
---
`;

const SET = `${workload('web', 8080, '{ name: API, value: "http://api" }')}${workload('api', 9090)}`;
const CLOSED = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: closed, namespace: shop }
spec: { podSelector: {}, policyTypes: [Ingress, Egress] }
---
`;
const OPEN = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web-to-api, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: http }] }]
  egress: [{ to: [{ podSelector: { matchLabels: { app: api } } }], ports: [{ port: 9090 }] }]
---
`;
const flow = (src: string, dst: string, port: number): string =>
  `${JSON.stringify({ src: { namespace: 'shop', workload: src }, dst: { namespace: 'shop', workload: dst }, protocol: 'TCP', port, direction: 'egress', count: '7', firstSeen: '2026-11-01T00:00:00Z', lastSeen: '2026-11-02T00:00:00Z' })}\n`;

describe('network', () => {
  const folder = createFolder({
    'set.yaml': SET,
    'closed.yaml': SET + CLOSED,
    'open.yaml': SET + CLOSED + OPEN,
    'policy.yaml': OPEN,
    'deny.yaml': CLOSED,
    'refused.yaml': SET + CLOSED.replace('podSelector: {}', 'podSelector: 7'),
    'cilium.yaml': `${SET}${CLOSED}apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: c, namespace: shop }\nspec: { endpointSelector: {}, ingress: [{ fromEntities: [host] }] }\n`,
    'empty.yaml': '',
    'flows.jsonl': flow('web', 'api', 9090) + flow('api', 'web', 8080),
    'bad.jsonl': '{\n',
  });
  afterAll(() => folder[Symbol.dispose]());
  const ask = async (words: string, file = '') => {
    const given = words.split(' ').map(word => (/\.(?:yaml|jsonl)$/.test(word) ? folder.at(word) : word));
    const { code, out, err } = await run(['network', ...given, ...(file === '' ? [] : [folder.at(file)])]);
    return { code, text: `${out}${err}`.replaceAll(`${folder.path}/`, '') };
  };

  test('list: a table for people', async () => {
    expect(await ask('list', 'open.yaml')).toStrictEqual({
      code: 0,
      text: `2 workloads, 2 policies: 1 connection

SRC                   DST                   CONNECTIONS  VERDICT
shop/web[Deployment]  shop/api[Deployment]  TCP 9090     allowed
`,
    });
  });

  test('list: the whole answer for programs', async () => {
    const { code, text } = await ask('list --format json', 'open.yaml');
    expect([code, JSON.parse(text)]).toStrictEqual([
      0,
      {
        schema: 'breakwater/network-list',
        version: '1',
        results: [{ src: 'shop/web[Deployment]', dst: 'shop/api[Deployment]', protocol: 'TCP', ports: '9090' }],
        problems: [],
        summary: { results: 1 },
      },
    ]);
  });

  test.each([
    [
      'list --from shop/web --to shop/api --format csv',
      'set.yaml',
      0,
      'src,dst,connections,verdict\r\nshop/web[Deployment],shop/api[Deployment],all,allowed\r\n',
    ],
    [
      'list --to shop/api[Deployment] --from 192.0.2.1 --format csv',
      'set.yaml',
      0,
      'src,dst,connections,verdict\r\n0.0.0.0-255.255.255.255,shop/api[Deployment],all,allowed\r\n',
    ],
    ['list --port 9091 --format csv', 'open.yaml', 0, 'src,dst,connections,verdict\r\n'],
    ['list --namespace other --format csv', 'open.yaml', 0, 'src,dst,connections,verdict\r\n'],
    ['list --from shop/wep', 'open.yaml', 2, "error: --from: there is no workload, node or address 'shop/wep'; did you mean 'shop/web'?\n"],
    ['list --port x', 'open.yaml', 2, "error: --port takes a port from 1 to 65535, as 8080 or 53/UDP, not 'x'\n"],
    ['list --from shop/web --to shop/api --format csv', 'cilium.yaml', 3, 'src,dst,connections,verdict\r\n'],
    [
      'explain --from shop/web --to shop/api',
      'open.yaml',
      2,
      'error: say which connection: --from END --to END --port PORT; --port is missing\n',
    ],
    [
      'explain --from shop/web --to shop/api --port 9090 --format csv',
      'closed.yaml',
      1,
      'side,tier,policy,rule,action,outcome\r\negress,NetworkPolicy,NetworkPolicy shop/closed,,isolate,no rule\r\ningress,NetworkPolicy,NetworkPolicy shop/closed,,isolate,no rule\r\n',
    ],
    ['simulate', 'set.yaml', 2, 'error: say what to try: --policies PATH\n'],
    [
      'simulate --policies policy.yaml --flows bad.jsonl --format csv',
      'closed.yaml',
      3,
      "change,src,dst,before,after\r\nadded,shop/web[Deployment],shop/api[Deployment],'-,TCP 9090\r\n",
    ],
    [
      'generate --workload shop/x',
      'set.yaml',
      2,
      "error: --workload: there is no workload, node or address 'shop/x'; a workload is named as namespace/name\n",
    ],
    ['generate --namespace x', 'set.yaml', 2, "error: --namespace: there is no workload in namespace 'x'\n"],
  ])('%s', async (words, file, code, text) => {
    expect(await ask(words, file)).toStrictEqual({ code, text });
  });

  test('explain: one line for each side, then every rule', async () => {
    expect(await ask('explain --from shop/api --to shop/web --port 8080', 'open.yaml')).toStrictEqual({
      code: 1,
      text: `denied  shop/api → shop/web TCP 8080
    egress   denied: NetworkPolicies: denied, since NetworkPolicy shop/closed, NetworkPolicy shop/web-to-api isolate the pod and have no rule for this peer
    ingress  denied: NetworkPolicies: denied, since NetworkPolicy shop/closed, NetworkPolicy shop/web-to-api isolate the pod and have no rule for this peer

SIDE     TIER           POLICY                         RULE        ACTION   OUTCOME
egress   NetworkPolicy  NetworkPolicy shop/closed                  isolate  no rule
egress   NetworkPolicy  NetworkPolicy shop/web-to-api  egress[0]   Allow    other-peer
ingress  NetworkPolicy  NetworkPolicy shop/closed                  isolate  no rule
ingress  NetworkPolicy  NetworkPolicy shop/web-to-api  ingress[0]  Allow    other-peer
`,
    });
  });

  test('explain: what a policy that is not read may turn is not answered with yes or no', async () => {
    const { code, text } = await ask('explain --from shop/api --to shop/web --port 8080', 'cilium.yaml');
    expect([
      code,
      text.split('\n')[0],
      text.includes('policy-unsupported  CiliumNetworkPolicy shop/c: Rules of cilium.io/v2'),
    ]).toStrictEqual([3, 'denied? (policy-unsupported)  shop/api → shop/web TCP 8080', true]);
  });

  test('diff: what comes and goes', async () => {
    expect(await ask('diff closed.yaml open.yaml --format markdown')).toStrictEqual({
      code: 1,
      text: '| change | src | dst | before | after |\n|---|---|---|---|---|\n| added | shop/web\\[Deployment\\] | shop/api\\[Deployment\\] | - | TCP 9090 |\n',
    });
    expect((await ask('diff closed.yaml closed.yaml')).code).toBe(0);
  });

  test('exposure and lint: a row for each finding', async () => {
    expect((await ask('exposure --format csv', 'closed.yaml')).text).toBe('workload,from,ports,verdict,through\r\n');
    expect((await ask('exposure --format csv', 'set.yaml')).text.split('\r\n').slice(0, 4)).toStrictEqual([
      'workload,from,ports,verdict,through',
      'shop/api[Deployment],whole-cluster,TCP 1-65535; UDP 1-65535; SCTP 1-65535,open,',
      'shop/api[Deployment],anywhere,,no ingress policy,',
      'shop/api[Deployment],anywhere,,no egress policy,',
    ]);
    const { code, text } = await ask('lint --level error --format csv', 'refused.yaml');
    expect([code, text]).toStrictEqual([
      1,
      'level,check,subject,field,message,source\r\nerror,policy-invalid,NetworkPolicy shop/closed,,"spec.podSelector: a label selector is a map; the API server refuses it, so the policy is left out",\r\n',
    ]);
  });

  test('generate: policies that let what the manifests say, and whose set says the same again', async () => {
    const { code, text } = await ask('generate', 'set.yaml');
    expect(code).toBe(0);
    expect(text.split('---\n')[0]).toBe(
      '# 3 policies; pairs of workload and port: 393210 possible before, 1 with them, 1 needed (tightness 1.000)\n# Apply from top to bottom: the policies that deny the rest come last.\n# note: the DNS of the cluster is not in the set: k8s-app=kube-dns in kube-system with port 53 is assumed\n',
    );
    using applied = createFolder({ 'set.yaml': SET, 'made.yaml': text });
    const { out } = await run(['network', 'list', '--format', 'csv', applied.path]);
    expect(out).toBe('src,dst,connections,verdict\r\nshop/web[Deployment],shop/api[Deployment],TCP 9090,allowed\r\n');
  });

  test('generate: from flows, with what each rule rests on', async () => {
    const { code, text } = await ask('generate --flows flows.jsonl --format csv', 'set.yaml');
    expect([code, text.split('\r\n').slice(1, 3)]).toStrictEqual([
      0,
      [
        'shop/breakwater-api,shop/api[Deployment],ingress[0],"7 flows, 2026-11-01T00:00:00Z to 2026-11-02T00:00:00Z"',
        'shop/breakwater-api,shop/api[Deployment],egress[0],names',
      ],
    ]);
  });

  test('simulate: changes, and flows that would be cut', async () => {
    const { code, text } = await ask('simulate --policies policy.yaml --flows flows.jsonl', 'set.yaml');
    expect([code, text.split('\n')[0]]).toStrictEqual([1, '1 policy: 30 changes; 1 of 2 flows that were seen would be cut']);
    const { text: rows } = await ask('simulate --policies policy.yaml --flows flows.jsonl --format csv', 'set.yaml');
    expect(rows.split('\r\n').filter(row => !row.includes('-f') && !row.includes('-2'))).toStrictEqual([
      'change,src,dst,before,after',
      `flow cut,shop/api,shop/web,"TCP 8080 (7 seen, last 2026-11-02T00:00:00Z)",'-`,
      "removed,shop/api[Deployment],shop/web[Deployment],all,'-",
      'changed,shop/web[Deployment],shop/api[Deployment],all,TCP 9090',
      '',
    ]);
    expect((await ask('simulate --policies deny.yaml --format json', 'closed.yaml')).code).toBe(0);
  });

  test('nothing read is no answer', async () => {
    const { code, text } = await ask('list', 'empty.yaml');
    expect([code, text.includes('nothing-to-judge')]).toStrictEqual([3, true]);
  });
});
