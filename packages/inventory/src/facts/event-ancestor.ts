import { Unknown } from '@breakwater/cel';
import type { Event } from '@breakwater/model';
import { defineFacts } from '../fact.ts';
import { listProgramKinds, toProgramName } from '../program-names.ts';

type Ancestor = NonNullable<Event['process']>['ancestors'][number];

/** A process further up the tree. */
export const facts = defineFacts<Ancestor>('Ancestor', {
  id: { type: 'string', doc: 'Unique over reboots', source: 'ancestor.id', get: a => a.id },
  exe: { type: 'string', doc: 'Path of the program', source: 'ancestor.exe', get: a => a.exe },
  base: { type: 'string', doc: 'Name of the program without its path', source: 'ancestor.exe, argv', get: a => toProgramName(a, false) },
  kinds: {
    type: 'list(string)',
    doc: 'What the program is by its name, as shell',
    source: 'packages/inventory/src/program-names.ts',
    get: a => listProgramKinds(toProgramName(a, false)),
  },
  name: { type: 'string', doc: 'As it names itself; empty where it is not known', source: 'ancestor.name', get: a => a.name ?? '' },
  argv: { type: 'list(string)', doc: 'Arguments, the name first', source: 'ancestor.argv', get: a => a.argv },
  line: { type: 'string', doc: 'Arguments with blanks between them', source: 'ancestor.argv', get: a => a.argv.join(' ') },
  uid: {
    type: 'int',
    doc: 'User',
    source: 'ancestor.uid',
    get: a => (a.uid < 0 ? new Unknown('ancestor.uid', 'nothing says it') : a.uid),
  },
});
