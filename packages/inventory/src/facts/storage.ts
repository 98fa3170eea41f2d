import { defineFacts } from '../fact.ts';
import type { Volume } from '../model/pod.ts';
import { readPath, toText } from '../raw.ts';

export const facts = defineFacts<Volume>('Storage', {
  name: { type: 'string', doc: 'Name of the volume', source: 'spec.volumes[].name', get: v => v.name },
  raw: { type: 'dyn', doc: 'The volume as written', source: 'spec.volumes[]', native: 'volume', get: v => v.raw },
  type: {
    type: 'string',
    doc: 'Source of the volume, as hostPath or configMap; emptyDir when it names none',
    source: 'the key beside name',
    get: v => Object.keys(v.raw).find(key => key !== 'name') ?? 'emptyDir',
  },
  hostPath: {
    type: 'string',
    doc: 'Path on the node as written; not set for other volumes',
    source: 'hostPath.path',
    get: v => readHostPath(v),
  },
  cleanHostPath: {
    type: 'string',
    doc: 'Path on the node without `//`, `.`, `..` and trailing slash, /var/run written as /run; not set for other volumes',
    source: 'hostPath.path',
    get: v => cleanHostPath(v),
  },
  mounts: { type: 'list(Mount)', doc: 'Where containers mount it', source: 'volumeMounts of all containers', get: v => v.mounts },
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
