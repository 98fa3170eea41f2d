import type { Event } from '@breakwater/model';
import { expect, test } from 'vitest';
import { buildProcessTrees, type ProcessNode } from './process-tree.ts';

const known = (id: string) => ({ id, exe: `/bin/${id}`, argv: [id], uid: 0 });

function eventOf(id: string, process: string, ancestors: readonly string[], isTorn = false): Event {
  const chain = { ancestors: ancestors.map(known), ...(isTorn ? { ancestorsTruncated: true } : {}) };
  return {
    id,
    time: '2026-12-01T10:00:00Z',
    type: 'process-exec',
    cluster: 'c',
    node: 'n',
    process: { ...known(process), argvTruncated: false, ...chain },
  };
}

/** `sh(curl[e1])`: a process, those below it, its events. */
function draw({ id, isTorn, children, events }: ProcessNode): string {
  const below = [...children.map(draw), ...events.map(event => `[${event.id}]`)];
  return `${isTorn ? '…' : ''}${id}${below.length === 0 ? '' : `(${below.join(' ')})`}`;
}

test.each([
  ['one chain, nearest ancestor first', [eventOf('e1', 'curl', ['sh', 'init'])], ['init(sh(curl([e1])))']],
  [
    'what two events share stands once',
    [eventOf('e1', 'curl', ['sh', 'init']), eventOf('e2', 'id', ['sh', 'init']), eventOf('e3', 'sh', ['init'])],
    ['init(sh(curl([e1]) id([e2]) [e3]))'],
  ],
  ['more above was not seen', [eventOf('e1', 'curl', ['sh'], true)], ['…sh(curl([e1]))']],
  ['two containers', [eventOf('e1', 'a', []), eventOf('e2', 'b', [])], ['a([e1])', 'b([e2])']],
  ['a process that says it is its own ancestor ends', [eventOf('e1', 'a', ['a', 'a'])], ['a([e1])']],
  ['no process', [{ id: 'e1', time: '', type: 'kube-audit', cluster: 'c', node: '' } as const], []],
] as const)('%s', (_, events, expected) => {
  expect(buildProcessTrees(events).map(draw)).toStrictEqual(expected);
});
