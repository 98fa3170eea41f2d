import type { Raw } from '@breakwater/inventory';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cluster } from '../cluster/read-cluster.ts';
import { sortTiers } from '../evaluate/side.ts';
import { decide } from '../evaluate/verdict.ts';
import type { ObservedFlow } from '../flows/flow.ts';
import { resolveFlows } from '../flows/resolve-flows.ts';
import { readPolicies } from '../policy/read-policies.ts';
import { buildCluster, buildClusterPolicy, buildDeployment, buildPolicy, buildService } from '../testing/build-cluster.ts';
import { PROTOCOLS } from '../world.ts';
import { type GenerateOptions, generatePolicies } from './generate.ts';
import type { Need } from './need.ts';
import { toFlowNeeds } from './needs-of-flows.ts';
import { findNeeds } from './needs-of-manifests.ts';

const ALL: GenerateOptions = { isWanted: () => true, denyRest: true, existing: 'keep' };

const withEnv = (place: string, env: Readonly<Record<string, string>>, pod: Raw = {}): Raw =>
  buildDeployment(place, { container: { env: Object.entries(env).map(([name, value]) => ({ name, value })) }, pod });
const DB = [
  buildDeployment('data/db', { ports: [{ name: 'sql', containerPort: 5432 }] }),
  buildService('data/db', { ports: [{ port: 5432, targetPort: 'sql' }, { port: 9187 }] }),
];

describe('what manifests say', () => {
  const describeNeed = ({ source, destination, protocol, port, because }: Need): string => {
    const [from, to] = [source, destination].map(peer => (peer.kind === 'workload' ? peer.workload.name : peer.kind));
    return `${from} > ${to} ${protocol} ${port} (${because})`;
  };
  const find = (...objects: readonly Raw[]): readonly string[] => findNeeds(buildCluster(...objects)).needs.map(describeNeed);
  const config = (data: Raw): Raw => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'shop' }, data });

  test.each<[string, readonly Raw[], readonly string[]]>([
    [
      'a full name with a port',
      [withEnv('shop/web', { DB: 'postgres://app:pw@db.data.svc.cluster.local:5432/x' })],
      ['shop/web[Deployment] > data/db[Deployment] TCP 5432 (env DB: postgres://db.data.svc.cluster.local:5432)'],
    ],
    [
      'a short name, all ports',
      [withEnv('shop/web', { DB: 'db.data' })],
      ['TCP 5432', 'TCP 9187'].map(port => `shop/web[Deployment] > data/db[Deployment] ${port} (env DB: db.data)`),
    ],
    [
      'a word alone in its own namespace',
      [withEnv('data/web', { DB: 'db' })],
      ['TCP 5432', 'TCP 9187'].map(port => `data/web[Deployment] > data/db[Deployment] ${port} (env DB: db)`),
    ],
    ['a word among others', [withEnv('data/web', { NOTE: 'the db of choice' })], []],
    ['a word of another namespace', [withEnv('shop/web', { DB: 'db' })], []],
    ['a Service of another name', [withEnv('shop/web', { DB: 'db.data.example' })], []],
    [
      'a public name',
      [withEnv('shop/web', { API: 'https://api.example.com/v1' })],
      ['shop/web[Deployment] > public TCP 443 (env API: https://api.example.com)'],
    ],
    [
      'an address',
      [withEnv('shop/web', { API: 'http://198.51.100.7:8080' })],
      ['shop/web[Deployment] > address TCP 8080 (env API: http://198.51.100.7:8080)'],
    ],
    ['itself', [withEnv('shop/web', { API: 'https://localhost:1' })], []],
    [
      'an argument',
      [buildDeployment('shop/web', { container: { args: ['--db=db.data:5432'] } })],
      ['shop/web[Deployment] > data/db[Deployment] TCP 5432 (args[0]: db.data:5432)'],
    ],
    [
      'a ConfigMap',
      [
        buildDeployment('shop/web', { container: { envFrom: [{ configMapRef: { name: 'c' } }] } }),
        config({ file: 'host=db.data\nport=5432' }),
      ],
      ['TCP 5432', 'TCP 9187'].map(port => `shop/web[Deployment] > data/db[Deployment] ${port} (ConfigMap c file: db.data)`),
    ],
    ['a ConfigMap that it does not read', [buildDeployment('shop/web'), config({ file: 'host=db.data' })], []],
    [
      'a Secret: whom it names, and nothing of it',
      [
        buildDeployment('shop/web', { pod: { volumes: [{ name: 's', secret: { secretName: 's' } }] } }),
        {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name: 's', namespace: 'shop' },
          stringData: { dsn: 'postgres://app:hunter2@db.data:5432/x' },
        },
      ],
      ['shop/web[Deployment] > data/db[Deployment] TCP 5432 (Secret s dsn: Service data/db)'],
    ],
    [
      'a load balancer',
      [buildDeployment('shop/web'), buildService('shop/web', { type: 'LoadBalancer', ports: [{ port: 80, targetPort: 8080 }] })],
      ['anybody > shop/web[Deployment] TCP 8080 (opened by Service shop/web)'],
    ],
  ])('%s', (_name, objects, expected) => {
    expect(find(...DB, ...objects)).toStrictEqual(expected);
  });

  const ROUTE = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'i', namespace: 'shop' },
    spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
  };
  const ROUTED = [buildDeployment('shop/web'), buildService('shop/web', { ports: [{ port: 80, targetPort: 8080 }] }), ROUTE];
  test('a route opens for every pod, or for its controller where that is in the set', () => {
    expect(find(...ROUTED)).toStrictEqual(['cluster > shop/web[Deployment] TCP 8080 (opened by Ingress shop/i)']);
    const controller = buildDeployment('in/nginx', { labels: { 'app.kubernetes.io/name': 'ingress-nginx' } });
    expect(find(...ROUTED, controller)).toStrictEqual(['in/nginx[Deployment] > shop/web[Deployment] TCP 8080 (opened by Ingress shop/i)']);
  });

  test('what looks like a Service and is none is told', () => {
    expect(findNeeds(buildCluster(withEnv('shop/web', { A: 'http://gone:8080', B: 'x.y.svc' }))).problems).toStrictEqual([
      {
        code: 'address-unresolved',
        message: 'env A names gone, and the set has no such Service: nothing is opened for it.',
        source: 'shop/web[Deployment]',
      },
      {
        code: 'address-unresolved',
        message: 'env B names x.y.svc, and the set has no such Service: nothing is opened for it.',
        source: 'shop/web[Deployment]',
      },
    ]);
  });
});

describe('policies', () => {
  const make = (objects: readonly Raw[], options: Partial<GenerateOptions> = {}) => {
    const cluster = buildCluster(...objects);
    return generatePolicies(cluster, findNeeds(cluster).needs, { ...ALL, ...options });
  };
  const WEB = withEnv('shop/web', { DB: 'db.data:5432', API: 'https://api.example.com' });
  const labels = { 'app.kubernetes.io/managed-by': 'breakwater' };

  test('one for each workload, then what denies the rest', () => {
    const { policies, tightness, problems } = make([WEB, ...DB]);
    expect(problems).toStrictEqual([]);
    expect(tightness).toStrictEqual({ before: 2 * 3 * 65_535, after: 1, needed: 1, score: 1 });
    expect(policies.map(({ object }) => [object.metadata.namespace, object.metadata.name])).toStrictEqual([
      ['data', 'breakwater-db'],
      ['shop', 'breakwater-web'],
      ['data', 'breakwater-default-deny'],
      ['shop', 'breakwater-default-deny'],
    ]);
    const dns = [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
        podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
      },
    ];
    expect(policies[1]).toStrictEqual({
      object: {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'breakwater-web', namespace: 'shop', labels },
        spec: {
          podSelector: { matchLabels: { app: 'web' } },
          policyTypes: ['Ingress', 'Egress'],
          egress: [
            { to: dns, ports: ['TCP', 'UDP'].map(protocol => ({ protocol, port: 53 })) },
            {
              to: [
                {
                  ipBlock: {
                    cidr: '0.0.0.0/0',
                    except: ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
                  },
                },
                { ipBlock: { cidr: '::/0', except: ['fc00::/7', 'fe80::/10'] } },
              ],
              ports: [{ protocol: 'TCP', port: 443 }],
            },
            {
              to: [
                {
                  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'data' } },
                  podSelector: { matchLabels: { app: 'db' } },
                },
              ],
              ports: [{ protocol: 'TCP', port: 5432 }],
            },
          ],
        },
      },
      workload: 'shop/web[Deployment]',
      reasons: [
        { rule: 'egress[0]', because: ['names'] },
        { rule: 'egress[1]', because: ['env API: https://api.example.com'] },
        { rule: 'egress[2]', because: ['env DB: db.data:5432'] },
      ],
    });
  });

  test('only for what is asked for, and what is skipped is told', () => {
    const host = buildDeployment('shop/agent', { pod: { hostNetwork: true } });
    const { policies, skipped } = make([WEB, ...DB, host], { isWanted: ({ pod }) => pod.namespace === 'shop' });
    expect(policies.map(({ object }) => `${object.metadata.namespace}/${object.metadata.name}`)).toStrictEqual([
      'shop/breakwater-web',
      'shop/breakwater-default-deny',
    ]);
    expect(skipped).toStrictEqual([
      { workload: 'data/db[Deployment]', reason: 'not asked for' },
      { workload: 'shop/agent[Deployment]', reason: 'uses the network of its node, where policies do not apply' },
    ]);
  });

  test('policies that are there are kept or given up; those that were made before are made anew', () => {
    const open = buildPolicy('data/open', { podSelector: {}, ingress: [{}] });
    const made = {
      ...buildPolicy('data/breakwater-old', { podSelector: {} }),
      metadata: { name: 'breakwater-old', namespace: 'data', labels },
    };
    expect(make([WEB, ...DB, open, made]).tightness.after).toBe(1);
    const { deleted } = make([WEB, ...DB, open, made], { existing: 'replace' });
    expect(deleted).toStrictEqual(['NetworkPolicy data/open']);
  });

  test('what other tiers deny is no fault of theirs, and is told', () => {
    const deny = buildClusterPolicy('c', {
      tier: 'Admin',
      priority: 1,
      subject: { namespaces: { matchLabels: { 'kubernetes.io/metadata.name': 'data' } } },
      ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }],
    });
    const { policies, remarks } = make([WEB, ...DB, deny]);
    expect([policies.length, remarks[0]]).toStrictEqual([
      4,
      'shop/web[Deployment] → data/db[Deployment] TCP 5432 (env DB: db.data:5432) is not possible by the policies that stay, and remains so',
    ]);
  });

  test('the fewest stable labels that take one workload alone', () => {
    const twin = (name: string, role: string): Raw =>
      buildDeployment(`shop/${name}`, { labels: { app: 'x', role, 'pod-template-hash': name } });
    const selectors = (...objects: readonly Raw[]) =>
      make(objects)
        .policies.slice(0, 2)
        .map(({ object }) => object.spec['podSelector']);
    expect(selectors(twin('a', 'r1'), twin('b', 'r2'))).toStrictEqual([{ matchLabels: { role: 'r1' } }, { matchLabels: { role: 'r2' } }]);
    expect(selectors(twin('a', 'r'), twin('b', 'r'))).toStrictEqual(['a', 'b'].map(() => ({ matchLabels: { app: 'x', role: 'r' } })));
    expect(make([twin('a', 'r'), twin('b', 'r')]).remarks[0]).toBe(
      'no stable labels tell shop/a[Deployment] from shop/b[Deployment]: they get what each of them needs',
    );
  });
});

describe('policies made from flows', () => {
  const places = ['a/web', 'a/db', 'b/web', 'b/job', 'kube-system/agent'];
  const objects = places.map(place => buildDeployment(place, { labels: { app: place.slice(2), tier: place.length > 5 ? 'x' : 'y' } }));
  const peer = fc.oneof(
    fc.constantFrom(...places).map(place => ({ namespace: place.split('/')[0] ?? '', workload: place.split('/')[1] ?? '' })),
    fc.constantFrom('192.0.2.1', '192.0.2.9', '2001:db8::7').map(address => ({ address })),
    fc.constant({ namespace: 'elsewhere', workload: 'x' }),
  );
  const flow: fc.Arbitrary<ObservedFlow> = fc.record({
    src: peer,
    dst: peer,
    protocol: fc.constantFrom(...PROTOCOLS),
    port: fc.constantFrom(53, 80, 443, 8080),
    count: fc.constant(1),
    firstSeen: fc.constant(''),
    lastSeen: fc.constant(''),
    wasAllowed: fc.constant(true),
  });
  const generate = (cluster: Cluster, flows: readonly ObservedFlow[]) =>
    generatePolicies(cluster, toFlowNeeds(resolveFlows(flows, cluster).flows), ALL);

  test('replay all of them, allow nothing else between workloads, and do not depend on their order', () => {
    const cluster = buildCluster(...objects);
    fc.assert(
      fc.property(fc.array(flow, { maxLength: 12 }), flows => {
        const { policies: made, problems, tightness } = generate(cluster, flows);
        expect(problems).toStrictEqual([]);
        const { policies } = readPolicies(made.map(({ object }) => object as unknown as Raw));
        const rules = {
          world: {
            ...cluster.world,
            namespaces: new Map([...cluster.world.namespaces, ['elsewhere', { 'kubernetes.io/metadata.name': 'elsewhere' }]]),
          },
          tiers: sortTiers(policies),
        };
        const replayed = resolveFlows(flows, cluster).flows.map(({ flow: seen, source, destination }) => {
          const known = (end: typeof source.end) =>
            end.kind === 'pod' && end.isUnknown === true
              ? { kind: 'pod' as const, namespace: end.namespace, name: end.name, labels: {}, addresses: [], ports: [], hostNetwork: false }
              : end;
          return (
            source.workload === destination.workload ||
            decide(rules, known(source.end), known(destination.end), seen).upstream === 'allowed'
          );
        });
        expect(replayed.every(Boolean)).toBe(true);
        const self = flows.filter(({ src, dst }) => JSON.stringify(src) === JSON.stringify(dst) && 'workload' in src).length;
        if (self === 0) expect(tightness.after).toBe(tightness.needed);
        expect(generate(cluster, flows.toReversed()).policies).toStrictEqual(made);
      }),
      { numRuns: 60 },
    );
  });

  test('one flow more changes the policies of its two ends alone', () => {
    const cluster = buildCluster(...objects);
    const seen = (workload: string, port: number): ObservedFlow => ({
      src: { namespace: 'a', workload: 'web' },
      dst: { namespace: 'b', workload },
      protocol: 'TCP',
      port,
      count: 1,
      firstSeen: '',
      lastSeen: '',
      wasAllowed: true,
    });
    const before = generate(cluster, [seen('web', 80)]).policies;
    const after = generate(cluster, [seen('web', 80), seen('job', 81)]).policies;
    const changed = after.filter((policy, index) => JSON.stringify(policy) !== JSON.stringify(before[index]));
    expect(changed.map(({ workload }) => workload)).toStrictEqual(['a/web[Deployment]', 'b/job[Deployment]']);
  });
});
