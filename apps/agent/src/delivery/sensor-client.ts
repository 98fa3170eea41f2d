import { BearerClient, type BearerOptions, DaemonError } from '@breakwater/daemon';
import { listSchemaIssues, type NodeFacts } from '@breakwater/model';
import { type AgentWord, ROLE_PATHS, TakenAnswer } from '@breakwater/protocol';
import { AgentError } from '../errors.ts';
import type { WaitingEvent } from './outbox.ts';

const TIMEOUT_MS = 15_000;
const MAX_ANSWER = 1024 * 1024;

/** Tells the sensor of this cluster. */
export class SensorClient {
  readonly #client: BearerClient;

  constructor(options: BearerOptions) {
    this.#client = new BearerClient(options);
  }

  /** Throws AgentError `sensor-unreachable`, and `sensor-refused` when the sensor answers that it does not take it. */
  async send(agent: AgentWord, events: readonly WaitingEvent[], signal?: AbortSignal): Promise<TakenAnswer> {
    const body = `{"agent":${JSON.stringify(agent)},"events":[${events.map(({ text }) => text).join(',')}]}`;
    return this.#post(ROLE_PATHS.events, body, signal);
  }

  /** Throws as `send`. */
  async sendFacts(facts: NodeFacts, signal?: AbortSignal): Promise<TakenAnswer> {
    return this.#post(ROLE_PATHS.facts, `{"facts":${JSON.stringify(facts)}}`, signal);
  }

  async #post(path: string, body: string, signal: AbortSignal | undefined): Promise<TakenAnswer> {
    const answer = await this.#client.ask('POST', path, { body, timeoutMs: TIMEOUT_MS, maxBytes: MAX_ANSWER, signal }).catch(explain);
    if (answer.status !== 200)
      throw new AgentError(answer.status >= 500 || answer.status === 429 ? 'sensor-unreachable' : 'sensor-refused', describe(answer));
    const [issue] = listSchemaIssues(TakenAnswer, answer.value);
    if (issue !== undefined)
      throw new AgentError('sensor-refused', `the sensor does not answer as one: ${issue.path.join('.')}: ${issue.message}`);
    return answer.value as TakenAnswer;
  }

  close(): void {
    this.#client.close();
  }
}

function explain(cause: unknown): never {
  if (cause instanceof DaemonError) throw new AgentError('sensor-unreachable', cause.message, { cause });
  throw cause;
}

function describe({ status, value }: { readonly status: number; readonly value: unknown }): string {
  const { error } = (value ?? {}) as { readonly error?: { readonly message?: unknown } };
  return typeof error?.message === 'string' ? error.message.slice(0, 500) : `the sensor answered ${status}`;
}
