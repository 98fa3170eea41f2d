import type { BehaviorBaseline } from '@breakwater/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Sighting } from '../sighting.ts';
import {
  buildAccept,
  buildCall,
  buildConnect,
  buildDns,
  buildExec,
  buildFile,
  buildListen,
  SUBJECT,
  TIME,
} from '../testing/build-sighting.ts';
import { Behavior, createBaseline, learnAll } from './behavior.ts';
import { lockBaseline } from './life.ts';

/** Few words, so that many events fall together, and enough of them, so that some become wildcards. */
const WORD = fc.constantFrom(...'abcdefghijklmn', '-c', '⋯', '⋯⋯', '*', '#', '12', 'tmp', 'Zz9qW1ab', '..', '', ' ', '__proto__');
const words = (max: number) => fc.array(WORD, { maxLength: max });
const ADDRESS = fc.oneof(
  fc.tuple(fc.constantFrom(10, 203), fc.nat(2), fc.nat(2), fc.nat(30)).map(parts => parts.join('.')),
  fc.tuple(fc.nat(2), fc.nat(20)).map(([net, host]) => `2001:db8:0:${net}::${host.toString(16)}`),
  fc.constantFrom('/run/docker.sock', '::1', '', 'x y', '1::2::3'),
);
const PEER = fc.option(
  fc.oneof(
    fc.constant({ kind: 'api-server' as const }),
    words(3).map(names => ({ kind: 'external' as const, names: names.map(name => `${name}.cdn.example.com`) })),
    WORD.map(name => ({ kind: 'workload' as const, namespace: 'shop', name: `Deployment/${name}` })),
  ),
  { nil: undefined },
);
const PORT = fc.constantFrom(22, 443, ...Array.from({ length: 14 }, (_, index) => 40_000 + index));

const SIGHTING: fc.Arbitrary<Sighting> = fc.oneof(
  fc.tuple(words(4), fc.nat(25), WORD, fc.boolean()).map(([rest, uid, parent, argvTruncated]) =>
    buildExec(['/bin/app', ...rest], {
      process: { uid, argvTruncated, ancestors: [{ id: 'p', exe: `/usr/${parent}`, argv: [], uid: 0 }] },
    }),
  ),
  words(2).map(rest => buildExec([`/tmp/${rest.join('/')}`])),
  fc.tuple(ADDRESS, PORT, PEER).map(([address, port, peer]) => buildConnect(address, port, peer)),
  fc.tuple(ADDRESS, PORT).map(([address, port]) => buildAccept(address, port)),
  PORT.map(buildListen),
  fc.tuple(words(4), fc.boolean()).map(([path, writes]) => buildFile(`/srv/${path.join('/')}`, writes ? 'write' : 'read')),
  fc.tuple(WORD, words(1)).map(([verb, [namespace]]) => buildCall(verb, 'secrets', namespace)),
  words(4).map(labels => buildDns([...labels, 'example', 'com'].join('.'))),
);
const SIGHTINGS = fc.array(SIGHTING, { maxLength: 150, size: 'max' });

const learn = (sightings: readonly Sighting[]) => learnAll(createBaseline(SUBJECT, TIME), sightings);
/** What it knows; how often it saw it may differ. */
const knowledge = ({ processes, peers, listeners, files, names, calls }: BehaviorBaseline) => ({
  processes,
  peers,
  listeners,
  files,
  names,
  calls,
});

test('what comes of learning does not depend on the order', () => {
  fc.assert(
    fc.property(
      SIGHTINGS.chain(sightings => fc.tuple(fc.constant(sightings), fc.shuffledSubarray(sightings, { minLength: sightings.length }))),
      ([sightings, shuffled]) => {
        expect(knowledge(learn(shuffled))).toStrictEqual(knowledge(learn(sightings)));
      },
    ),
  );
});

test('what was learned is known, also when it was written down meanwhile', () => {
  fc.assert(
    fc.property(SIGHTINGS, sightings => {
      const baseline = learn(sightings);
      const read = new Behavior(JSON.parse(JSON.stringify(baseline)) as BehaviorBaseline);
      expect(sightings.map(sighting => read.judge(sighting)?.verdict).filter(verdict => verdict !== 'known')).toStrictEqual([]);
      expect(read.toBaseline()).toStrictEqual(baseline);
    }),
  );
});

test('a locked baseline never changes, and says the same before and after', () => {
  fc.assert(
    fc.property(SIGHTINGS, SIGHTINGS, (before, after) => {
      const locked = lockBaseline(learn(before), 'ann', TIME);
      const behavior = new Behavior(locked);
      const first = after.map(sighting => behavior.judge(sighting));
      for (const sighting of after) behavior.learn(sighting);
      expect([behavior.toBaseline(), after.map(sighting => behavior.judge(sighting))]).toStrictEqual([locked, first]);
    }),
  );
});

test('learning more never makes what was known unknown', () => {
  fc.assert(
    fc.property(SIGHTINGS, SIGHTINGS, (before, after) => {
      const behavior = new Behavior(learn([...before, ...after]));
      expect(before.filter(sighting => behavior.judge(sighting)?.verdict !== 'known')).toStrictEqual([]);
    }),
  );
});
