import type { Event, EventContext } from '@breakwater/model';
import type { Signal, Watch } from '../detector.ts';
import { detectors } from '../detectors.generated.ts';
import type { Sighting } from '../sighting.ts';

interface Running {
  readonly name: string;
  readonly watch: Watch;
}

/** All detectors at work, over the events of one cluster. */
export class Detection {
  readonly #byType = new Map<Event['type'], Running[]>();
  readonly #running: readonly Running[];

  constructor() {
    this.#running = detectors.map(({ name, watches, create }) => {
      const running = { name, watch: create() };
      for (const type of watches) this.#byType.set(type, [...(this.#byType.get(type) ?? []), running]);
      return running;
    });
  }

  /** Things that are remembered of events before. */
  get size(): number {
    return this.#running.reduce((sum, { watch }) => sum + watch.size, 0);
  }

  /** What detectors say of an event. */
  notice(sighting: Sighting, baseline: EventContext['baseline']): Signal[] {
    const watching = this.#byType.get(sighting.event.type);
    if (watching === undefined) return [];
    const noticed = { ...sighting, baseline, now: Date.parse(sighting.event.time) };
    return watching.flatMap(({ name, watch }) => {
      const said = watch.notice(noticed);
      return said === undefined ? [] : [{ detector: name, ...said }];
    });
  }
}
