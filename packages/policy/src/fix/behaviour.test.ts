import type { Fix } from '@breakwater/model';
import { expect, test } from 'vitest';
import { explainBehaviour } from './behaviour.ts';

test.each<[string, readonly Fix[], readonly string[]]>([
  ['a field', [{ set: 'spec.containers[0].securityContext.runAsNonRoot', value: true }], ['an image that runs as root does not start']],
  [
    'an item of a list',
    [{ remove: 'spec.containers[0].securityContext.capabilities.add[0]' }],
    ['the program loses capabilities that it may use'],
  ],
  ['the same twice', [{ remove: 'spec.hostPID' }, { remove: 'spec.hostPID' }], ['processes of the node are out of sight']],
  ['several', [{ remove: 'c.stdin' }, { remove: 'c.tty' }], ['nobody can attach to its input', 'nobody can attach to its terminal']],
  ['taking a right away', [{ remove: 'c.securityContext.privileged' }], ['devices and kernel settings of the node are out of reach']],
  ['writing down what holds already', [{ set: 'c.securityContext.privileged', value: false }], []],
  ['a field of which nothing is known', [{ set: 'metadata.labels.constructor', value: 'x' }], []],
])('%s', (_, fix, effects) => {
  expect(explainBehaviour(fix, 'en')).toStrictEqual(effects);
});

test('in Japanese', () => {
  expect(explainBehaviour([{ remove: 'spec.hostPID' }], 'ja')).toStrictEqual(['ノードのプロセスが見えなくなります']);
});
