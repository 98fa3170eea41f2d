import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Metrics of one process, as Prometheus reads them; names get the prefix `breakwater_`. */
export class Metrics {
  readonly #registry = new Registry();

  /** Memory, CPU and event loop of the process. */
  collectProcess(): void {
    collectDefaultMetrics({ register: this.#registry, prefix: 'breakwater_' });
  }

  counter<L extends string = never>(name: string, help: string, labels: readonly L[] = []): Counter<L> {
    return new Counter({ name: `breakwater_${name}`, help, labelNames: [...labels], registers: [this.#registry] });
  }

  gauge<L extends string = never>(name: string, help: string, labels: readonly L[] = []): Gauge<L> {
    return new Gauge({ name: `breakwater_${name}`, help, labelNames: [...labels], registers: [this.#registry] });
  }

  /** @param buckets upper bounds, in seconds unless the name says otherwise */
  histogram<L extends string = never>(name: string, help: string, buckets: readonly number[], labels: readonly L[] = []): Histogram<L> {
    return new Histogram({ name: `breakwater_${name}`, help, buckets: [...buckets], labelNames: [...labels], registers: [this.#registry] });
  }

  render(): Promise<string> {
    return this.#registry.metrics();
  }
}
