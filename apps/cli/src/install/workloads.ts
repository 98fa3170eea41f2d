import { listAdmissionServices, toDeadline, toWebhook } from './admission.ts';
import { listAgentDaemonSets } from './agent.ts';
import {
  EVENT_PORT_NAME,
  EVENT_SECRETS,
  hasRolePort,
  type InstallOptions,
  type Manifest,
  PORTS,
  ROLE_PORT_NAME,
  type Role,
  toAgentNamespace,
  toLabels,
  USER,
} from './install-options.ts';
import { MOUNT, toRolePlaces } from './places.ts';

/** A token for an hour, renewed by the kubelet, where clients look for it. */
const TOKEN_MOUNT = { name: 'token', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true } as const;
const TOKEN_VOLUME = {
  name: 'token',
  projected: {
    defaultMode: 0o440,
    sources: [
      { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      { downwardAPI: { items: [{ path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } }] } },
    ],
  },
} as const;

const RESOURCES: Readonly<Record<OwnRole, object>> = {
  server: toResources('250m', '512Mi', '2Gi'),
  sensor: toResources('250m', '384Mi', '2Gi'),
  scanner: toResources('500m', '512Mi', '22Gi'),
  admission: toResources('250m', '256Mi', '1Gi'),
  responder: toResources('100m', '256Mi', '2Gi'),
};

/** Roles whose pods stand in our own namespace, and need no more than any other. */
type OwnRole = Exclude<Role, 'agent'>;

function toResources(cpu: string, memory: string, disk: string): object {
  const storage = { 'ephemeral-storage': disk };
  return { requests: { cpu, memory, ...storage }, limits: { cpu: '2', memory: '1Gi', ...storage } };
}

interface Mounted {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: true;
}

interface Parts {
  readonly args: readonly string[];
  readonly env?: readonly object[];
  readonly ports?: readonly object[];
  readonly probes?: object;
  readonly volumes: readonly object[];
  readonly mounts: readonly Mounted[];
  /** Whether it asks the API server anything. */
  readonly token: boolean;
  /** Whether its pods go to several nodes. */
  readonly spread?: true;
}

/** The server keeps nothing beside its database and its keys; sensor and scanner keep who they are, and what nobody has acknowledged yet. */
export function listWorkloads(options: InstallOptions): readonly Manifest[] {
  const makers: Readonly<Record<Role, () => readonly Manifest[]>> = {
    server: () => [...listServices(options), toDeployment(options), toBudget(options)],
    sensor: () => [
      ...listStatefulSet('sensor', options, toSensorParts(options)),
      ...(hasRolePort(options) ? [toPortService(options, ROLE_PORT_NAME, PORTS.roles)] : []),
      ...(options.takesEvents ? [toPortService(options, EVENT_PORT_NAME, PORTS.events)] : []),
    ],
    scanner: () => listStatefulSet('scanner', options, { ...toJoinParts('scanner'), token: options.pullSecrets.length > 0 }),
    admission: () => [...listAdmissionServices(options), toAdmissionDeployment(options), toWebhook(options)],
    responder: () => listStatefulSet('responder', options, toResponderParts(options)),
    agent: () => listAgentDaemonSets(options),
  };
  return options.roles.flatMap(role => makers[role]());
}

function listServices({ namespace }: InstallOptions): readonly Manifest[] {
  const toService = (name: string, port: number): Manifest => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels: toLabels('server') },
    spec: { type: 'ClusterIP', selector: toLabels('server'), ports: [{ name: 'https', port, targetPort: port, protocol: 'TCP' }] },
  });
  const console = toService('breakwater', PORTS.console);
  return [console, toService('breakwater-sensors', PORTS.sensors)];
}

/** One server of two may be away, as when a node is drained. */
function toBudget({ namespace }: InstallOptions): Manifest {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'breakwater-server', namespace, labels: toLabels('server') },
    spec: { maxUnavailable: 1, selector: { matchLabels: toLabels('server') } },
  };
}

function toDeployment(options: InstallOptions): Manifest {
  const { namespace } = options;
  const probe = (path: string) => ({ httpGet: { path, port: PORTS.console }, periodSeconds: 10, timeoutSeconds: 5 });
  const parts: Parts = {
    args: ['server'],
    env: [
      { name: 'DATABASE_URL_FILE', value: `${MOUNT}/database/url` },
      { name: 'BREAKWATER_SERVER_SECRET_KEYS_FILE', value: `${MOUNT}/keys/seal` },
      { name: 'BREAKWATER_SERVER_HOST', value: '0.0.0.0' },
      { name: 'BREAKWATER_SERVER_SENSOR_HOST', value: '0.0.0.0' },
      { name: 'BREAKWATER_SERVER_SENSOR_NAMES', value: `breakwater-sensors.${namespace}.svc` },
    ],
    ports: [
      { name: 'console', containerPort: PORTS.console, protocol: 'TCP' },
      { name: 'sensors', containerPort: PORTS.sensors, protocol: 'TCP' },
    ],
    probes: {
      startupProbe: { ...probe('/healthz'), failureThreshold: 30 },
      livenessProbe: probe('/healthz'),
      readinessProbe: probe('/readyz'),
    },
    volumes: [
      toSecretVolume('database', 'breakwater-database'),
      toSecretVolume('keys', 'breakwater-keys'),
      { name: 'data', emptyDir: { sizeLimit: '1Gi' } },
    ],
    mounts: [
      { name: 'database', mountPath: `${MOUNT}/database`, readOnly: true },
      { name: 'keys', mountPath: `${MOUNT}/keys`, readOnly: true },
      { name: 'data', mountPath: '/data' },
    ],
    token: false,
    spread: true,
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'breakwater-server', namespace, labels: toLabels('server') },
    spec: { replicas: 2, selector: { matchLabels: toLabels('server') }, template: toTemplate('server', options, parts) },
  };
}

/** Behind a join token. */
function toJoinParts(role: 'sensor' | 'scanner'): Omit<Parts, 'token'> {
  return {
    args: [role, '--join-file', `${MOUNT}/join/${role}`],
    // The token is needed once, and may be gone afterwards.
    volumes: [toSecretVolume('join', 'breakwater-join', true)],
    mounts: [
      { name: 'join', mountPath: `${MOUNT}/join`, readOnly: true },
      { name: 'data', mountPath: '/data' },
    ],
  };
}

function toSensorParts(options: InstallOptions): Parts {
  const { args: joining, volumes, mounts } = toJoinParts('sensor');
  const events = options.takesEvents;
  const ports = [
    ...(hasRolePort(options) ? [{ name: 'roles', containerPort: PORTS.roles, protocol: 'TCP' }] : []),
    ...(events ? [{ name: 'events', containerPort: PORTS.events, protocol: 'TCP' }] : []),
  ];
  return {
    args: [
      ...joining,
      ...(options.nativeEnforcement ? ['--native-enforcement'] : []),
      ...(hasRolePort(options) ? listRoleArgs(options) : []),
      ...(events ? listEventArgs(options) : []),
    ],
    volumes: [...volumes, ...(events ? [toSecretVolume('event-senders', EVENT_SECRETS, true)] : [])],
    mounts: [...mounts, ...(events ? [{ name: 'event-senders', mountPath: `${MOUNT}/event-senders`, readOnly: true } as const] : [])],
    ...(ports.length === 0 ? {} : { ports }),
    token: true,
  };
}

function listRoleArgs(options: InstallOptions): readonly string[] {
  const agents = options.roles.includes('agent')
    ? ['--role-agent-namespace', toAgentNamespace(options), '--role-ca-config-map', `${toAgentNamespace(options)}/${ROLE_PORT_NAME}`]
    : [];
  return [
    ...['--role-port', String(PORTS.roles), '--role-host', '0.0.0.0'],
    ...['--role-name', `${ROLE_PORT_NAME}.${options.namespace}.svc`, '--role-ca-config-map', ROLE_PORT_NAME],
    ...agents,
  ];
}

function listEventArgs({ namespace }: InstallOptions): readonly string[] {
  return [
    ...['--event-port', String(PORTS.events), '--event-host', '0.0.0.0'],
    ...['--event-name', `${EVENT_PORT_NAME}.${namespace}.svc`, '--event-secrets', `${MOUNT}/event-senders`],
  ];
}

/** A port of the sensor. */
function toPortService({ namespace }: InstallOptions, name: string, port: number): Manifest {
  const labels = toLabels('sensor');
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels },
    spec: { type: 'ClusterIP', selector: labels, ports: [{ name: 'https', port, targetPort: port, protocol: 'TCP' }] },
  };
}

/** Two, on several nodes: as long as one of them answers, nothing is let through or refused for want of an answer. */
function toAdmissionDeployment(options: InstallOptions): Manifest {
  const { namespace } = options;
  const labels = toLabels('admission');
  const probe = (path: string) => ({ httpGet: { path, port: PORTS.admission, scheme: 'HTTPS' }, periodSeconds: 10, timeoutSeconds: 5 });
  const { volumes, mounts } = toOwnPlaces();
  const parts: Parts = {
    args: [
      ...['admission', '--host', '0.0.0.0', '--port', String(PORTS.admission), '--namespace', namespace],
      ...['--sensor', `https://${ROLE_PORT_NAME}.${namespace}.svc:${PORTS.roles}`],
      ...['--sensor-ca', `${MOUNT}/sensor-ca/ca.pem`, '--sensor-token', `${MOUNT}/role/token`],
      ...['--deadline', String(toDeadline(options))],
    ],
    // What V8 may fill, it fills: judging leaves little behind, and needs little to work in.
    env: [{ name: 'NODE_OPTIONS', value: '--max-semi-space-size=4 --max-old-space-size=256' }],
    ports: [{ name: 'https', containerPort: PORTS.admission, protocol: 'TCP' }],
    probes: {
      startupProbe: { ...probe('/healthz'), periodSeconds: 2, failureThreshold: 60 },
      livenessProbe: probe('/healthz'),
      readinessProbe: probe('/readyz'),
    },
    volumes: [...volumes, { name: 'data', emptyDir: { sizeLimit: '1Gi' } }],
    mounts,
    token: true,
    spread: true,
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'breakwater-admission', namespace, labels },
    spec: { replicas: 2, selector: { matchLabels: labels }, template: toTemplate('admission', options, parts) },
  };
}

function toOwnPlaces(): Pick<Parts, 'volumes' | 'mounts'> {
  const { volumes, mounts } = toRolePlaces(0o440);
  return { volumes, mounts: [...mounts, { name: 'data', mountPath: '/data' }] };
}

/** Known to the sensor by a token that is good for nothing else, and knows it by what it publishes. */
function toResponderParts({ namespace, actions }: InstallOptions): Parts {
  return {
    args: [
      'responder',
      '--sensor',
      `https://${ROLE_PORT_NAME}.${namespace}.svc:${PORTS.roles}`,
      '--sensor-ca',
      `${MOUNT}/sensor-ca/ca.pem`,
      '--token-file',
      `${MOUNT}/role/token`,
      ...actions.flatMap(action => ['--action', action]),
    ],
    ...toOwnPlaces(),
    token: true,
  };
}

function listStatefulSet(role: 'sensor' | 'scanner' | 'responder', options: InstallOptions, parts: Parts): readonly Manifest[] {
  const { namespace, storageClass } = options;
  const labels = toLabels(role);
  const set: Manifest = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: `breakwater-${role}`, namespace, labels },
    spec: {
      serviceName: `breakwater-${role}`,
      replicas: 1,
      selector: { matchLabels: labels },
      template: toTemplate(role, options, parts),
      volumeClaimTemplates: [
        {
          metadata: { name: 'data', labels },
          spec: {
            accessModes: ['ReadWriteOnce'],
            ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
            resources: { requests: { storage: role === 'sensor' ? '1Gi' : role === 'responder' ? '4Gi' : '8Gi' } },
          },
        },
      ],
    },
  };
  // A StatefulSet wants a Service for the names of its pods; nobody connects to these.
  const names: Manifest = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `breakwater-${role}`, namespace, labels },
    spec: { clusterIP: 'None', selector: labels },
  };
  return [names, set];
}

function toTemplate(role: OwnRole, { image }: InstallOptions, { args, env, ports, probes, volumes, mounts, token, spread }: Parts): object {
  return {
    metadata: { labels: toLabels(role) },
    spec: {
      serviceAccountName: `breakwater-${role}`,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: USER,
        runAsGroup: USER,
        fsGroup: USER,
        fsGroupChangePolicy: 'OnRootMismatch',
        seccompProfile: { type: 'RuntimeDefault' },
      },
      ...(spread === true ? { topologySpreadConstraints: [toSpread(role)] } : {}),
      containers: [
        {
          name: role,
          image,
          args,
          ...(env === undefined ? {} : { env }),
          ...(ports === undefined ? {} : { ports }),
          ...probes,
          resources: RESOURCES[role],
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          volumeMounts: [...mounts, ...(token ? [TOKEN_MOUNT] : []), { name: 'tmp', mountPath: '/tmp' }],
        },
      ],
      // Images are unpacked there, layer by layer.
      volumes: [
        ...volumes,
        ...(token ? [TOKEN_VOLUME] : []),
        { name: 'tmp', emptyDir: { sizeLimit: role === 'scanner' ? '20Gi' : '1Gi' } },
      ],
    },
  };
}

function toSpread(role: Role): object {
  const labelSelector = { matchLabels: toLabels(role) };
  return { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', labelSelector };
}

function toSecretVolume(name: string, secretName: string, optional = false): object {
  return { name, secret: { secretName, defaultMode: 0o440, ...(optional ? { optional } : {}) } };
}
