import { defineFacts } from '../fact.ts';
import type { Mount } from '../model/pod.ts';
import { toText } from '../raw.ts';

export const facts = defineFacts<Mount>('Mount', {
  name: {
    type: 'string',
    doc: 'Name of the volume',
    source: 'volumeMounts[].name',
    native: "mount.?name.orValue('')",
    get: m => m.volumeName,
  },
  container: { type: 'Container', doc: 'Container that mounts it', source: 'the container it stands in', get: m => m.container },
  path: {
    type: 'string',
    doc: 'Place in the container',
    source: 'volumeMounts[].mountPath',
    native: "mount.?mountPath.orValue('')",
    get: m => toText(m.raw['mountPath']),
  },
  readOnly: {
    type: 'bool',
    doc: 'Mounted read-only (the top mount only)',
    source: 'volumeMounts[].readOnly',
    native: 'mount.?readOnly.orValue(false)',
    get: m => m.raw['readOnly'] === true,
  },
  recursiveReadOnly: {
    type: 'string',
    doc: 'Disabled, IfPossible or Enabled: whether mounts below are read-only too',
    source: 'volumeMounts[].recursiveReadOnly, default Disabled',
    native: "mount.?recursiveReadOnly.orValue('Disabled')",
    get: m => toText(m.raw['recursiveReadOnly']) || 'Disabled',
  },
  propagation: {
    type: 'string',
    doc: 'None, HostToContainer or Bidirectional',
    source: 'volumeMounts[].mountPropagation',
    native: "mount.?mountPropagation.orValue('None')",
    get: m => toText(m.raw['mountPropagation']) || 'None',
  },
  subPath: {
    type: 'string',
    doc: 'Path inside the volume',
    source: 'volumeMounts[].subPath',
    native: "mount.?subPath.orValue('')",
    get: m => toText(m.raw['subPath']),
  },
});
