import { defineFacts } from '../fact.ts';
import type { Volume } from '../model/pod.ts';
import { readPath, toText } from '../raw.ts';

export const facts = defineFacts<Volume>('Storage', {
  name: { type: 'string', doc: 'Name of the volume', source: 'spec.volumes[].name', native: "volume.?name.orValue('')", get: v => v.name },
  raw: { type: 'dyn', doc: 'The volume as written', source: 'spec.volumes[]', native: 'volume', get: v => v.raw },
  type: {
    type: 'string',
    doc: 'Source of the volume, as hostPath or configMap; emptyDir when it names none',
    source: 'the key beside name',
    native: "[volume.filter(k, k != 'name')].map(k, size(k) > 0 ? k[0] : 'emptyDir')[0]",
    get: v => Object.keys(v.raw).find(key => key !== 'name') ?? 'emptyDir',
  },
  hostPath: {
    type: 'string',
    doc: 'Path on the node as written; not set for other volumes',
    source: 'hostPath.path',
    native: "volume.?hostPath.optMap(h, h.?path.orValue(''))",
    get: v => readHostPath(v),
  },
  cleanHostPath: {
    type: 'string',
    doc: 'Path on the node without `//`, `.`, `..` and trailing slash, /var/run written as /run; not set for other volumes',
    source: 'hostPath.path',
    native:
      "volume.?hostPath.optMap(h, ['/' + h.?path.orValue('').split('/').filter(s, s != '' && s != '.').join('/')].map(p, p == '/var/run' || p.startsWith('/var/run/') ? p.substring(4) : p)[0])",
    get: v => cleanHostPath(v),
  },
  mounts: {
    type: 'list(Mount)',
    doc: 'Where containers mount it',
    source: 'volumeMounts of all containers',
    native:
      "(pod.?spec.?containers.orValue([]) + pod.?spec.?initContainers.orValue([]) + pod.?spec.?ephemeralContainers.orValue([])).map(c, c.?volumeMounts.orValue([]).filter(m, m.?name.orValue('') == volume.?name.orValue(''))).flatten()",
    get: v => v.mounts,
  },
});

function readHostPath(volume: Volume): string | undefined {
  return volume.raw['hostPath'] === undefined ? undefined : toText(readPath(volume.raw, 'hostPath', 'path'));
}

/** Compares as the kernel would: `/var/run` is a link to `/run` on every current distribution. */
function cleanHostPath(volume: Volume): string | undefined {
  const path = readHostPath(volume);
  if (path === undefined) return undefined;
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  const clean = `/${kept.join('/')}`;
  return clean === '/var/run' || clean.startsWith('/var/run/') ? clean.slice(4) : clean;
}
