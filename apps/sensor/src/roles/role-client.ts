import { BearerClient, type BearerOptions, DaemonError, type TrustedAnswer } from '@breakwater/daemon';
import { listSchemaIssues, type ResponseRecord } from '@breakwater/model';
import { MAX_ROLE_WAIT_SECONDS, type PodProcesses, ProcessesAnswer, ROLE_PATHS, TakenAnswer, WorkAnswer } from '@breakwater/protocol';
import { SensorError } from '../errors.ts';

/** The token file holds a service account token made for the audience of roles, or the secret that is shared with the sensor. */
export type RoleClientOptions = BearerOptions;

/** Beyond the time that the sensor lets one wait. */
const PATIENCE_MS = 15_000;
const MAX_BUNDLE = 256 * 1024 * 1024;
const MAX_ANSWER = 16 * 1024 * 1024;

/** What a role asks its sensor. Everything throws SensorError `sensor-unreachable` or `sensor-refused`. */
export class RoleClient {
  readonly #client: BearerClient;

  constructor(options: RoleClientOptions) {
    this.#client = new BearerClient(options);
  }

  /**
   * The bundle that comes after the one of that etag; undefined when there was no other for `waitSeconds`. Its value is JSON, unchecked.
   * `replica` is what this process says of itself.
   */
  async readBundle(
    etag: string | undefined,
    waitSeconds: number,
    signal?: AbortSignal,
    replica?: string,
  ): Promise<{ readonly etag: string; readonly value: unknown } | undefined> {
    const headers: Record<string, string> = etag === undefined ? {} : { 'if-none-match': `"${etag}"` };
    const query = new URLSearchParams({ wait: String(waitSeconds), ...(replica === undefined ? {} : { replica }) });
    const answer = await this.#ask('GET', `${ROLE_PATHS.bundle}?${query}`, '', { headers, maxBytes: MAX_BUNDLE, signal });
    if (answer.status === 304) return undefined;
    return { etag: (answer.etag ?? '').replaceAll('"', ''), value: answer.value };
  }

  /** Has images read. None is taken while the sensor has no server that could. */
  async wantImages(images: readonly string[]): Promise<TakenAnswer> {
    return toChecked<TakenAnswer>(TakenAnswer, await this.#ask('POST', ROLE_PATHS.images, JSON.stringify({ images })));
  }

  async sendDecisions(decisions: readonly unknown[]): Promise<TakenAnswer> {
    const answer = await this.#ask('POST', ROLE_PATHS.decisions, JSON.stringify({ decisions }));
    return toChecked<TakenAnswer>(TakenAnswer, answer);
  }

  /** Work after a sequence, waited for. */
  async readWork(after: number, signal?: AbortSignal, waitSeconds = MAX_ROLE_WAIT_SECONDS): Promise<WorkAnswer['work']> {
    const answer = await this.#ask('GET', `${ROLE_PATHS.work}?after=${after}&wait=${waitSeconds}`, '', { signal });
    return toChecked<WorkAnswer>(WorkAnswer, answer).work;
  }

  /** What runs in the pod of a uid, by what agents told; undefined where none has told of it. */
  async readProcesses(uid: string): Promise<PodProcesses | undefined> {
    const answer = await this.#ask('GET', `${ROLE_PATHS.processes}?${new URLSearchParams({ pod: uid })}`, '');
    return toChecked<ProcessesAnswer>(ProcessesAnswer, answer).processes;
  }

  async sendReports(reports: readonly ResponseRecord[]): Promise<TakenAnswer> {
    const answer = await this.#ask('POST', ROLE_PATHS.reports, JSON.stringify({ reports }));
    return toChecked<TakenAnswer>(TakenAnswer, answer);
  }

  close(): void {
    this.#client.close();
  }

  async #ask(method: 'GET' | 'POST', path: string, body: string, extra: Extra = {}): Promise<TrustedAnswer> {
    const { headers = {}, maxBytes = MAX_ANSWER, signal } = extra;
    const timeoutMs = MAX_ROLE_WAIT_SECONDS * 1000 + PATIENCE_MS;
    try {
      const answer = await this.#client.ask(method, path, { body, headers, maxBytes, timeoutMs, signal });
      if (answer.status === 200 || answer.status === 304) return answer;
      throw new SensorError('sensor-refused', describeRefusal(answer));
    } catch (cause) {
      if (cause instanceof DaemonError) throw new SensorError('sensor-unreachable', cause.message, { cause });
      throw cause;
    }
  }
}

interface Extra {
  readonly headers?: Readonly<Record<string, string>>;
  readonly maxBytes?: number;
  readonly signal?: AbortSignal | undefined;
}

function describeRefusal({ status, value }: TrustedAnswer): string {
  const { error } = (value ?? {}) as { readonly error?: { readonly message?: unknown } };
  return typeof error?.message === 'string' ? error.message.slice(0, 500) : `the sensor answered ${status}`;
}

function toChecked<T>(schema: Parameters<typeof listSchemaIssues>[0], { value }: TrustedAnswer): T {
  const [issue] = listSchemaIssues(schema, value);
  if (issue !== undefined)
    throw new SensorError('sensor-refused', `the sensor does not answer as one: ${issue.path.join('.')}: ${issue.message}`);
  return value as T;
}
