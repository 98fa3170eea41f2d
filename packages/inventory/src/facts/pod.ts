import { defineFacts } from '../fact.ts';
import type { Pod } from '../model/pod.ts';
import { toText } from '../raw.ts';

export const facts = defineFacts<Pod>('Pod', {
  spec: {
    type: 'dyn',
    doc: 'Pod spec as written',
    source: 'spec of the pod or template',
    native: 'pod.?spec.orValue({})',
    get: p => p.spec,
  },
  labels: {
    type: 'map(string, string)',
    doc: 'Labels of the pod or template',
    source: 'metadata.labels of the template',
    native: 'pod.?metadata.?labels.orValue({})',
    get: p => p.labels,
  },
  annotations: {
    type: 'map(string, string)',
    doc: 'Annotations of the pod or template',
    source: 'metadata.annotations of the template',
    native: 'pod.?metadata.?annotations.orValue({})',
    get: p => p.annotations,
  },
  securityContext: {
    type: 'dyn',
    doc: 'Security context as written on the pod; an empty map when absent',
    source: 'spec.securityContext',
    native: 'pod.?spec.?securityContext.orValue({})',
    get: p => p.securityContext,
  },
  containers: {
    type: 'list(Container)',
    doc: 'Containers of all kinds',
    source: 'containers, initContainers, ephemeralContainers',
    native: 'pod.?spec.?containers.orValue([]) + pod.?spec.?initContainers.orValue([]) + pod.?spec.?ephemeralContainers.orValue([])',
    get: p => p.containers,
  },
  volumes: { type: 'list(Storage)', doc: 'Volumes', source: 'spec.volumes', native: 'pod.?spec.?volumes.orValue([])', get: p => p.volumes },
  hostNetwork: {
    type: 'bool',
    doc: 'Shares the network of the node',
    source: 'spec.hostNetwork, default false',
    native: 'pod.?spec.?hostNetwork.orValue(false)',
    get: p => p.spec['hostNetwork'] === true,
  },
  hostPID: {
    type: 'bool',
    doc: 'Sees the processes of the node',
    source: 'spec.hostPID, default false',
    native: 'pod.?spec.?hostPID.orValue(false)',
    get: p => p.spec['hostPID'] === true,
  },
  hostIPC: {
    type: 'bool',
    doc: 'Shares the IPC namespace of the node',
    source: 'spec.hostIPC, default false',
    native: 'pod.?spec.?hostIPC.orValue(false)',
    get: p => p.spec['hostIPC'] === true,
  },
  hostUsers: {
    type: 'bool',
    doc: 'Root in it is root on the node',
    source: 'spec.hostUsers, default true',
    native: 'pod.?spec.?hostUsers.orValue(true)',
    get: p => p.spec['hostUsers'] !== false,
  },
  osName: {
    type: 'string',
    doc: 'Operating system as written: linux, windows or empty',
    source: 'spec.os.name',
    native: "pod.?spec.?os.?name.orValue('')",
    get: p => p.osName,
  },
  windows: {
    type: 'bool',
    doc: 'Runs on Windows nodes only',
    source: 'spec.os.name or nodeSelector kubernetes.io/os',
    native: "pod.?spec.?os.?name.orValue('') == 'windows' || pod.?spec.?nodeSelector[?'kubernetes.io/os'].orValue('') == 'windows'",
    get: p => p.windows,
  },
  restartPolicy: {
    type: 'string',
    doc: 'Always, OnFailure or Never',
    source: 'spec.restartPolicy, default Always',
    native: "pod.?spec.?restartPolicy.orValue('Always')",
    get: p => toText(p.spec['restartPolicy']) || 'Always',
  },
  accountName: {
    type: 'string',
    doc: 'Service account that it runs as',
    source: 'spec.serviceAccountName, else spec.serviceAccount, else default',
    native:
      "pod.?spec.?serviceAccountName.orValue('') != '' ? pod.spec.serviceAccountName : pod.?spec.?serviceAccount.orValue('') != '' ? pod.spec.serviceAccount : 'default'",
    get: p => p.accountName,
  },
});
