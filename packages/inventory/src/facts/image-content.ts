import { fromContent as from, contentFact as row } from '../content-fact.ts';
import { defineFacts } from '../fact.ts';
import type { ImageUse } from '../model/image-use.ts';

const CONFIG = 'image configuration';
const FILES = 'files of the image that are seen';
const LIST = 'list(string)';

export const facts = defineFacts<ImageUse>('Image', {
  'content.user': row('user', 'string', 'User as configured, empty when none is, which means root', CONFIG),
  'content.runsAsRoot': {
    type: 'bool',
    doc: 'No user is configured, or root by name or number',
    source: CONFIG,
    get: from('runsAsRoot', ({ user }) => /^(?:|0|root)(?::.*)?$/.test(user)),
  },
  'content.userIsNumber': {
    type: 'bool',
    doc: 'The user is a number, which runAsNonRoot can judge without looking into the image',
    source: CONFIG,
    get: from('userIsNumber', ({ user }) => /^\d+(?::.*)?$/.test(user)),
  },
  'content.labels': row('labels', 'map(string, string)', 'Labels', CONFIG),
  'content.volumes': row('volumes', LIST, 'Volumes that the image declares', CONFIG),
  'content.ports': row('ports', LIST, 'Ports that the image exposes, as 80/tcp', CONFIG),
  'content.ageDays': row('ageDays', 'int', 'Days since it was made; unknown when the build wrote no honest time', CONFIG),
  'content.bytes': row('bytes', 'int', 'Bytes of the layers as they are sent', 'manifest'),
  'content.base': row('base', 'string', 'Name or digest of the base image, empty when nothing states it', 'annotations, labels'),
  'content.secrets': row('secrets', LIST, 'Kind and place of credentials in layers and configuration, never their text', 'every layer'),
  'content.setuidFiles': row('setuidFiles', LIST, 'Files that run with the rights of their owner or group', FILES),
  'content.shells': row('shells', LIST, 'Shells', FILES),
  'content.packageManagers': row('packageManagers', LIST, 'Package managers', FILES),
  'content.networkTools': row('networkTools', LIST, 'Tools that download or look into a network', FILES),
  'content.remoteAccess': row('remoteAccess', LIST, 'Programs for access from afar', FILES),
  'content.compilers': row('compilers', LIST, 'Compilers and build tools', FILES),
  'content.worldWritable': row('worldWritable', LIST, 'Files and folders that everybody may write', FILES),
  'content.credentialFiles': row('credentialFiles', LIST, 'Files whose names say that they hold credentials', FILES),
  'content.surfaceScore': row('surfaceScore', 'int', '100 is an image with nothing but the application', FILES),
  'content.remarks': row('remarks', LIST, "Names of checks that the image's own instructions do not stand", 'history'),
  'content.ended': row('ended', LIST, 'Distribution and runtimes that are not maintained any more', 'packages'),
  'content.licenses': row('licenses', 'list(list(list(string)))', 'For each package the sets of licences of which one holds', 'packages'),
});
