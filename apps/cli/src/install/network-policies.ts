import {
  ASKING,
  hasRolePort,
  type InstallOptions,
  type Manifest,
  PART_OF,
  PORTS,
  type Role,
  toAgentNamespace,
  toLabels,
} from './install-options.ts';

const DNS = {
  to: [
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
      podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
    },
  ],
  ports: [
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 53 },
  ],
} as const;
/** Addresses of the API server and of databases differ; their ports hardly do. */
const API_SERVER = {
  ports: [
    { protocol: 'TCP', port: 443 },
    { protocol: 'TCP', port: 6443 },
  ],
} as const;
const DATABASE = { ports: [{ protocol: 'TCP', port: 5432 }] } as const;
const ROLE_PORTS = [{ protocol: 'TCP', port: PORTS.roles }] as const;
const WEB = { ports: [{ protocol: 'TCP', port: 443 }] } as const;
const SERVER = { to: [{ podSelector: { matchLabels: toLabels('server') } }], ports: [{ protocol: 'TCP', port: PORTS.sensors }] } as const;

/** Nothing by default; then what each role needs. */
export function listNetworkPolicies(options: InstallOptions): readonly Manifest[] {
  const { namespace, roles } = options;
  const toPolicy = (name: string, spec: object, place = namespace): Manifest => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: place, labels: PART_OF },
    spec,
  });
  const ofRole: Readonly<Record<Role, () => Manifest>> = {
    server: () =>
      toPolicy('breakwater-server', {
        podSelector: { matchLabels: toLabels('server') },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          {
            ports: [
              { protocol: 'TCP', port: PORTS.console },
              { protocol: 'TCP', port: PORTS.sensors },
            ],
          },
        ],
        // Webhooks of notifiers go to the web.
        egress: [DNS, DATABASE, WEB],
      }),
    sensor: () =>
      toPolicy('breakwater-sensor', {
        podSelector: { matchLabels: toLabels('sensor') },
        ...toSensorIngress(options),
        egress: [DNS, API_SERVER, SERVER],
      }),
    // The API server asks from addresses that nobody knows beforehand.
    admission: () =>
      toPolicy('breakwater-admission', {
        podSelector: { matchLabels: toLabels('admission') },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ ports: [{ protocol: 'TCP', port: PORTS.admission }] }],
        egress: [DNS, API_SERVER, { to: [{ podSelector: { matchLabels: toLabels('sensor') } }], ports: ROLE_PORTS }],
      }),
    // Whether a pod that is cut off takes connections is tried at the pod: on any port.
    responder: () =>
      toPolicy('breakwater-responder', {
        podSelector: { matchLabels: toLabels('responder') },
        policyTypes: ['Egress'],
        egress: [
          DNS,
          API_SERVER,
          { to: [{ podSelector: { matchLabels: toLabels('sensor') } }], ports: ROLE_PORTS },
          ...(options.actions.includes('quarantine') ? [{ to: [{ namespaceSelector: {} }] }] : []),
        ],
      }),
    // Registries and publishers of advisories lie anywhere.
    scanner: () =>
      toPolicy('breakwater-scanner', {
        podSelector: { matchLabels: toLabels('scanner') },
        policyTypes: ['Egress'],
        egress: [DNS, API_SERVER, SERVER],
      }),
    // Agents tell their sensor what they see, and talk to nobody else.
    agent: () =>
      toPolicy(
        'breakwater-agent',
        {
          podSelector: {},
          policyTypes: ['Ingress', 'Egress'],
          egress: [
            DNS,
            { to: [{ namespaceSelector: toNamespace(namespace), podSelector: { matchLabels: toLabels('sensor') } }], ports: ROLE_PORTS },
          ],
        },
        toAgentNamespace(options),
      ),
  };
  const deny = toPolicy('default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  return [deny, ...roles.map(role => ofRole[role]())];
}

function toSensorIngress(options: InstallOptions): object {
  const ingress = [
    ...(hasRolePort(options) ? [{ from: listAsking(options), ports: ROLE_PORTS }] : []),
    // The API server and Falco come from addresses that nobody knows beforehand.
    ...(options.takesEvents ? [{ ports: [{ protocol: 'TCP', port: PORTS.events }] }] : []),
  ];
  return ingress.length === 0 ? { policyTypes: ['Egress'] } : { policyTypes: ['Ingress', 'Egress'], ingress };
}

function listAsking(options: InstallOptions): readonly object[] {
  return ASKING.filter(role => options.roles.includes(role)).map(role => ({
    ...(role === 'agent' ? { namespaceSelector: toNamespace(toAgentNamespace(options)) } : {}),
    podSelector: { matchLabels: toLabels(role) },
  }));
}

function toNamespace(name: string): object {
  return { matchLabels: { 'kubernetes.io/metadata.name': name } };
}
