import { Event, listSchemaIssues } from '@breakwater/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ContainerBook } from '../containers/container-book.ts';
import { formatEvent } from '../delivery/format-event.ts';
import { AgentError } from '../errors.ts';
import { Clock } from '../events/clock.ts';
import { EventMaker } from '../events/event-maker.ts';
import { FairLimit } from '../limits/fair-limit.ts';
import { ProcessTable } from '../processes/process-table.ts';
import { buildFrame } from '../testing/build-frame.ts';
import { FrameSplitter } from './frame-splitter.ts';
import { FRAME, TAG } from './layout.ts';
import { readFrame } from './read-frame.ts';

const long = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
const word = fc.nat({ max: 0xffff_ffff });
const bytes = fc.uint8Array({ maxLength: 300 }).map(value => Buffer.from(value));
const field = fc.tuple(fc.oneof(fc.constantFrom(...Object.values(TAG)), fc.nat({ max: 65_535 })), bytes);
const frame = fc.record({
  type: fc.oneof(fc.constantFrom(...Object.values(FRAME)), fc.nat({ max: 65_535 })),
  time: long,
  start: long,
  parentStart: long,
  pid: fc.nat({ max: 5 }),
  containerPid: word,
  parentPid: fc.nat({ max: 5 }),
  uid: word,
  flags: word,
  name: fc.string({ maxLength: 16 }),
  numbers: fc.array(long, { minLength: 6, maxLength: 6 }),
  fields: fc.array(field, { maxLength: 6 }),
});

test('whatever the kernel says of hostile processes becomes an event of our shape, on one line, or none', () => {
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 20 }), frames => {
      const maker = new EventMaker({
        node: 'n',
        bootId: 'b',
        run: 'r',
        processes: new ProcessTable('n', 'b'),
        containers: new ContainerBook(() => undefined),
        clock: new Clock(1_700_000_000_000_000_000n),
        wholeHost: true,
      });
      const limit = new FairLimit({ rate: 1, burst: 1 }, () => 0);
      for (const parts of frames) {
        const event = maker.make(readFrame(buildFrame(parts)));
        if (event === undefined) continue;
        limit.take(event);
        const text = formatEvent(event);
        expect([listSchemaIssues(Event, JSON.parse(text)), text.includes('\n')]).toStrictEqual([[], false]);
      }
    }),
    { numRuns: 300 },
  );
});

test('whatever comes instead of frames is refused as a fault of ours, or waited on', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 2000 }), { maxLength: 5 }), chunks => {
      const splitter = new FrameSplitter();
      try {
        for (const chunk of chunks) for (const one of splitter.split(Buffer.from(chunk))) readFrame(one);
      } catch (cause) {
        expect(cause).toBeInstanceOf(AgentError);
      }
    }),
    { numRuns: 300 },
  );
});
