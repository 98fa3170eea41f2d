import type { Metrics } from '@breakwater/daemon';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** What is measured of storing what sensors send. */
export class IngestMetrics {
  readonly #items;
  readonly #seconds;

  /** @param countSessions connections of sensors at this moment */
  constructor(metrics: Metrics, countSessions: () => number) {
    this.#items = metrics.counter('ingest_items_total', 'Items that sensors sent and that were stored');
    this.#seconds = metrics.histogram('ingest_seconds', 'Time to store one batch', SECONDS);
    const connected = metrics.gauge('sensors_connected', 'Connections of sensors on this server');
    setInterval(() => connected.set(countSessions()), 5000).unref();
  }

  /** Begins to measure a batch. The answer is called once it is stored, with its number of items. */
  start(): (items: number) => void {
    const end = this.#seconds.startTimer();
    return items => {
      end();
      this.#items.inc(items);
    };
  }
}
