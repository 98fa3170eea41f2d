import type { EventContext } from '@breakwater/model';
import { defineFacts } from '../fact.ts';

type Signal = NonNullable<EventContext['signals']>[number];

/** What a detector says. */
export const facts = defineFacts<Signal>('Signal', {
  detector: { type: 'string', doc: 'As port-scan', source: 'signal.detector', get: s => s.detector },
  detail: { type: 'string', doc: 'What was seen, in words', source: 'signal.detail', get: s => s.detail },
  count: { type: 'int', doc: 'How often', source: 'signal.count', get: s => s.count },
});
