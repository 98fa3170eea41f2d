import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Detection } from './detection/detection.ts';
import { detectors } from './detectors.generated.ts';
import type { Sighting } from './sighting.ts';
import { at, buildConnect, buildDns, buildExec, buildFile } from './testing/build-sighting.ts';
import { DETECTOR_CASES } from './testing/detector-cases.ts';

const NEW = { state: 'locked', coverage: 'full', verdict: 'new-peer' } as const;

test('every detector has a case, and is called as its file', () => {
  const files = readdirSync(new URL('detectors', import.meta.url)).map(file => file.replace(/\.ts$/, ''));
  expect([detectors.map(({ name }) => name), Object.keys(DETECTOR_CASES).toSorted()]).toStrictEqual([files, files]);
});

describe.each(detectors.map(detector => [detector.name, detector] as const))('%s', (name, { doc, watches, create }) => {
  const { baseline, sees, says, misses } = DETECTOR_CASES[name] as (typeof DETECTOR_CASES)[string];
  const listen = (sightings: readonly Sighting[]) => {
    const watch = create();
    return sightings.flatMap(sighting => watch.notice({ ...sighting, baseline, now: Date.parse(sighting.event.time) }) ?? []);
  };

  test('is documented in one line, and watches what it is told', () => {
    expect(doc).toMatch(/^[A-Z].*[^.\s]$/);
    expect(sees.filter(({ event }) => !watches.includes(event.type))).toStrictEqual([]);
  });

  test('says what it saw, once', () => {
    expect(listen(sees)).toStrictEqual(says);
  });

  test.each(misses.map((missed, index) => [index, missed] as const))('says nothing of what only looks like it: %i', (_, missed) => {
    expect(listen(missed)).toStrictEqual([]);
  });

  test('remembers little, whatever comes', () => {
    const watch = create();
    for (let index = 0; index < 10_000; index++) {
      const change = { containerId: `c${index % 4000}`, podUid: `u${index % 4000}`, workload: `Deployment/w${index % 1500}` };
      for (const { event } of [
        buildConnect(`10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`, 1 + index, undefined, { ...change, result: 'ECONNREFUSED' }),
        buildDns(`${'x'.repeat(50)}${index}.e${index % 3500}.com`, 'NXDOMAIN', change),
        buildFile(`/etc/${index}`, 'write', change),
        buildExec([`p${index}`], change),
      ])
        watch.notice({ event, baseline: NEW, now: index });
    }
    expect(watch.size).toBeLessThan(60_000);
  });
});

test('all of them together say who said it, and nothing of what nobody watches', () => {
  const detection = new Detection();
  const said = Array.from({ length: 30 }, (_, index) =>
    detection.notice(at(buildConnect('10.0.0.9', 100 + index), index), undefined),
  ).flat();
  const { event } = buildExec(['x']);
  expect(said).toStrictEqual([
    { detector: 'port-scan', detail: '15 ports of 10.0.0.9 within a minute', count: 15 },
    { detector: 'port-scan', detail: '30 ports of 10.0.0.9 within a minute', count: 30 },
  ]);
  expect(detection.notice({ event: { ...event, type: 'process-exit' } }, undefined)).toStrictEqual([]);
  expect(detection.size).toBeGreaterThan(0);
});
