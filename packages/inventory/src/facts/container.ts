import { defineFacts } from '../fact.ts';
import { type Container, listMounts } from '../model/pod.ts';
import { toRecord, toText, toTexts } from '../raw.ts';

export const facts = defineFacts<Container>('Container', {
  name: { type: 'string', doc: 'Name of the container', source: 'name', native: 'container.name', get: c => c.name },
  kind: {
    type: 'string',
    doc: 'regular, init, sidecar (init container that restarts always) or ephemeral',
    source: 'the list it stands in and restartPolicy',
    native:
      "container in pod.?spec.?ephemeralContainers.orValue([]) ? 'ephemeral' : !(container in pod.?spec.?initContainers.orValue([])) ? 'regular' : container.?restartPolicy.orValue('') == 'Always' ? 'sidecar' : 'init'",
    get: c => c.kind,
  },
  image: {
    type: 'string',
    doc: 'Image reference as written',
    source: 'image',
    native: "container.?image.orValue('')",
    get: c => toText(c.raw['image']),
  },
  command: {
    type: 'list(string)',
    doc: 'Entry point as written',
    source: 'command',
    native: 'container.?command.orValue([])',
    get: c => toTexts(c.raw['command']),
  },
  args: {
    type: 'list(string)',
    doc: 'Arguments as written',
    source: 'args',
    native: 'container.?args.orValue([])',
    get: c => toTexts(c.raw['args']),
  },
  securityContext: {
    type: 'dyn',
    doc: 'Security context as written on the container; an empty map when absent',
    source: 'securityContext',
    native: 'container.?securityContext.orValue({})',
    get: c => c.securityContext,
  },
  resources: {
    type: 'dyn',
    doc: 'Resources as written on the container; an empty map when absent',
    source: 'resources',
    native: 'container.?resources.orValue({})',
    get: c => toRecord(c.raw['resources']),
  },
  mounts: {
    type: 'list(Mount)',
    doc: 'Volumes that it mounts',
    source: 'volumeMounts',
    native: 'container.?volumeMounts.orValue([])',
    get: c => listMounts(c),
  },
  raw: {
    type: 'dyn',
    doc: 'The container as written',
    source: 'containers[], initContainers[], ephemeralContainers[]',
    native: 'container',
    get: c => c.raw,
  },
});
