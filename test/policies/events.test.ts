import { Event, EventContext, listSchemaIssues } from '@breakwater/model';
import { CompiledPolicy, EventJudge, toExampleContext, toExampleEvent } from '@breakwater/policy';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { POLICIES } from './catalogue.ts';
import { JUNK, replaceAt } from './mutate.ts';

const OVER_EVENTS = POLICIES.filter(({ target }) => target === 'event');
const EXAMPLES = OVER_EVENTS.flatMap(({ examples }) => [...examples.comply, ...examples.violate]).map(({ event = {}, context = {} }) => ({
  event: toExampleEvent(event),
  context: toExampleContext(context),
}));

function createJudge(): EventJudge {
  return new EventJudge(
    OVER_EVENTS.map(policy => new CompiledPolicy(policy)),
    { cluster: 'c', redact: same => same },
  );
}

describe('policies over events', () => {
  const judge = createJudge();

  test('have examples that are events, with contexts that are ones', () => {
    expect(EXAMPLES.length).toBeGreaterThan(300);
    expect(
      EXAMPLES.flatMap(({ event, context }) => [...listSchemaIssues(Event, event), ...listSchemaIssues(EventContext, context)]),
    ).toStrictEqual([]);
  });

  test('fail at no event of any example', () => {
    const broken = EXAMPLES.flatMap(({ event, context }) => judge.judge(event, context)).filter(({ state }) => state === 'error');
    expect([...new Set(broken.map(({ policy, message }) => `${policy}: ${message}`))]).toStrictEqual([]);
  });

  test('fail at no event of another source, which leaves much out', () => {
    const broken = EXAMPLES.flatMap(({ event: { process, ...rest } }) => {
      if (process === undefined) return judge.judge({ ...rest, source: 'falco' });
      const { id, exe, argv, argvTruncated } = process;
      return judge.judge({ ...rest, source: 'falco', process: { id, exe, argv, argvTruncated, uid: -1, ancestors: [] } });
    }).filter(({ state }) => state === 'error');
    expect([...new Set(broken.map(({ policy, message }) => `${policy}: ${message}`))]).toStrictEqual([]);
  });

  test('fail at no request body, whatever stands where, so far as it is an event', () => {
    const bodies = EXAMPLES.filter(({ event }) => event.audit?.request !== undefined);
    const steps = fc.array(fc.nat(12), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(fc.constantFrom(...bodies), steps, fc.constantFrom(...JUNK), ({ event, context }, path, junk) => {
        const request = replaceAt(event.audit?.request, path, junk) as Record<string, unknown>;
        const changed = { ...event, audit: { ...event.audit, request } } as Event;
        if (listSchemaIssues(Event, changed).length > 0) return;
        expect(() => judge.judge(changed, context)).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });
});
