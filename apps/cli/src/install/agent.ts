import { type InstallOptions, type Manifest, PART_OF, PORTS, ROLE_PORT_NAME, toAgentNamespace, toLabels } from './install-options.ts';
import { MOUNT, toRolePlaces } from './places.ts';

const LEVEL = 'pod-security.kubernetes.io';

/** What watching takes: programs in the kernel, processes of others and their files. None of it writes, and without NET_ADMIN it refuses no connection. */
const CAPABILITIES = ['BPF', 'DAC_READ_SEARCH', 'PERFMON', 'SYS_PTRACE'] as const;

/** The namespace of agents, and what they are there by. */
export function listAgentPlaces(options: InstallOptions): readonly Manifest[] {
  const namespace = toAgentNamespace(options);
  const labels = toLabels('agent');
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      // They see every process of the node: no lower level lets them.
      metadata: { name: namespace, labels: { ...PART_OF, [`${LEVEL}/enforce`]: 'privileged' } },
    },
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'breakwater-agent', namespace, labels },
      automountServiceAccountToken: false,
    },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: ROLE_PORT_NAME, namespace, labels } },
  ];
}

const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane';
/** Where agents of the control plane keep how far they read the audit log; of root, as they are. */
const STATE = '/var/lib/breakwater-agent';

/** Agents of one kind of node. */
interface Kind {
  readonly name: string;
  /** Beside those of all. */
  readonly args: readonly string[];
  readonly where: object;
  readonly keepsState: boolean;
}

/** One on each node, whatever it is tainted with: attackers do not mind taints either. Those of the control plane read the audit log, which no other node has. */
export function listAgentDaemonSets(options: InstallOptions): readonly Manifest[] {
  const { auditLog } = options;
  if (auditLog === undefined) return [toAgentDaemonSet(options, { name: 'breakwater-agent', args: [], where: {}, keepsState: false })];
  const isElsewhere = { nodeSelectorTerms: [{ matchExpressions: [{ key: CONTROL_PLANE, operator: 'DoesNotExist' }] }] };
  const elsewhere = { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: isElsewhere } } };
  const isThere = { nodeSelectorTerms: [{ matchExpressions: [{ key: CONTROL_PLANE, operator: 'Exists' }] }] };
  const there = { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: isThere } } };
  const args = ['--audit-log', auditLog, '--state', '/state'];
  return [
    toAgentDaemonSet(options, { name: 'breakwater-agent', args: [], where: elsewhere, keepsState: false }),
    toAgentDaemonSet(options, { name: 'breakwater-agent-control-plane', args, where: there, keepsState: true }),
  ];
}

function toAgentDaemonSet(options: InstallOptions, { name, args, where, keepsState }: Kind): Manifest {
  const { namespace, image } = options;
  // What two of them select has to differ.
  const labels = { ...toLabels('agent'), ...(name === 'breakwater-agent' ? {} : { 'app.kubernetes.io/instance': name }) };
  const { volumes, mounts } = toRolePlaces(0o400);
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace: toAgentNamespace(options), labels },
    spec: {
      selector: { matchLabels: labels },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: 'breakwater-agent',
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          hostPID: true,
          priorityClassName: 'system-node-critical',
          tolerations: [{ operator: 'Exists' }],
          ...where,
          // Profiles of runtimes allow bpf and perf_event_open to whoever has the capabilities for them.
          securityContext: { runAsUser: 0, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            {
              name: 'agent',
              image,
              args: [
                ...['agent', '--root', '/host', '--node', '$(NODE_NAME)'],
                ...['--sensor', `https://${ROLE_PORT_NAME}.${namespace}.svc:${PORTS.roles}`],
                ...['--sensor-ca', `${MOUNT}/sensor-ca/ca.pem`, '--token-file', `${MOUNT}/role/token`],
                ...args,
              ],
              env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
              resources: {
                requests: { cpu: '100m', memory: '192Mi', 'ephemeral-storage': '64Mi' },
                limits: { cpu: '1', memory: '512Mi', 'ephemeral-storage': '256Mi' },
              },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ['ALL'], add: [...CAPABILITIES] },
              },
              volumeMounts: [
                { name: 'host', mountPath: '/host', readOnly: true, mountPropagation: 'HostToContainer' },
                { name: 'tracing', mountPath: '/sys/kernel/tracing', readOnly: true },
                ...mounts,
                { name: 'tmp', mountPath: '/tmp' },
                ...(keepsState ? [{ name: 'state', mountPath: '/state' }] : []),
              ],
            },
          ],
          volumes: [
            { name: 'host', hostPath: { path: '/', type: 'Directory' } },
            { name: 'tracing', hostPath: { path: '/sys/kernel/tracing', type: 'Directory' } },
            ...volumes,
            { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
            ...(keepsState ? [{ name: 'state', hostPath: { path: STATE, type: 'DirectoryOrCreate' } }] : []),
          ],
        },
      },
    },
  };
}
