import { setTimeout as delay } from 'node:timers/promises';
import { ImageError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { isObject, parseJsonObject, toText } from '../source/json.ts';
import { MANIFEST_TYPES } from '../source/manifest.ts';
import { type Challenge, parseChallenge } from './challenge.ts';
import type { RegistryCredentials } from './docker-config.ts';
import type { Http, HttpAnswer } from './http.ts';
import { formatReference, type ImageReference } from './reference.ts';

export interface RegistryClientOptions {
  readonly http: Http;
  readonly reference: ImageReference;
  readonly credentials: RegistryCredentials | undefined;
  /** Whether the host is spoken to without TLS: only what the user named. */
  readonly plainHttp: boolean;
  readonly signal?: AbortSignal;
  /** How often a registry that asks to wait is asked again; 5 times when absent. */
  readonly retries?: number;
  /** Waits so many milliseconds; a test's does not. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** How often a registry that asks to wait, or an interrupted transfer, is tried again. */
const RETRIES = 5;
const MAX_WAIT_MS = 60_000;
/** Registries may ask for hours; whoever can do something else meanwhile is told. */
const MAX_TOLD_MS = 24 * 60 * 60_000;
const TAG_PAGE = 1000;
const REDIRECTS = 5;
/** How a registry says that it has no such thing, and how older ones say that they do not know a path. */
const ABSENT = new Set([404]);
const NO_SUCH_API = new Set([400, 404, 405, 406, 501]);
const TOKEN_BYTES = 64 * 1024;

/** Pulls from one repository. https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pull */
export class RegistryClient {
  readonly #options: RegistryClientOptions;
  readonly #wait: (ms: number) => Promise<unknown>;
  #authorization: string | undefined;

  constructor(options: RegistryClientOptions) {
    this.#options = options;
    this.#wait = options.wait ?? (ms => delay(ms, undefined, options.signal === undefined ? {} : { signal: options.signal }));
  }

  /** A manifest by tag or digest, as the registry has it. Throws ImageError. */
  async manifest(reference: string): Promise<Buffer> {
    const answer = await this.#get(`manifests/${reference}`, { accept: MANIFEST_TYPES.join(', ') });
    return readBounded(answer, LIMITS.documentBytes, `the manifest of ${this.#name}`);
  }

  /** Tags of the repository, page after page, as many as asked for. Throws ImageError. https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-tags */
  async tags(max: number): Promise<readonly string[]> {
    const found: string[] = [];
    for (let query: string | undefined = `n=${TAG_PAGE}`; query !== undefined && found.length < max; ) {
      const answer: HttpAnswer = await this.#get(`tags/list?${query}`, { accept: 'application/json' });
      const what = `the list of tags of ${this.#name}`;
      const { tags } = parseJsonObject(await readBounded(answer, LIMITS.documentBytes, what), what);
      const page = Array.isArray(tags) ? tags.filter(tag => typeof tag === 'string') : [];
      found.push(...page);
      query = page.length === 0 ? undefined : readNextQuery(answer.header('link'))?.slice(1);
    }
    return found.slice(0, max);
  }

  /** A manifest by tag or digest; undefined when the registry has none. Throws ImageError for every other answer. */
  async findManifest(reference: string): Promise<Buffer | undefined> {
    return (await this.#find(`manifests/${reference}`, ABSENT))?.bytes;
  }

  /**
   * A page of what refers to a manifest, as an index, and the query of the next page; undefined when the registry does not know the question.
   * https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers
   */
  async findReferrers(digest: string, query = ''): Promise<{ readonly bytes: Buffer; readonly next: string | undefined } | undefined> {
    const page = await this.#find(`referrers/${digest}${query}`, NO_SUCH_API);
    return page === undefined ? undefined : { bytes: page.bytes, next: readNextQuery(page.link) };
  }

  async #find(
    path: string,
    absent: ReadonlySet<number>,
  ): Promise<{ readonly bytes: Buffer; readonly link: string | undefined } | undefined> {
    const answer = await this.#ask(path, { accept: MANIFEST_TYPES.join(', ') });
    if (absent.has(answer.status)) {
      answer.discard();
      return undefined;
    }
    const { header } = await this.#check(answer);
    return { bytes: await readBounded(answer, LIMITS.documentBytes, `what ${this.#name} has attached`), link: header('link') };
  }

  /** A blob; goes on where it stopped when the connection breaks. More bytes than `size` are an error. Throws ImageError. */
  async *blob(digest: string, size: number): AsyncGenerator<Buffer> {
    let read = 0;
    for (let failures = 0; ; failures++) {
      try {
        for await (const chunk of await this.#openBlob(digest, read)) {
          read += chunk.length;
          if (read > size) throw new ImageError('digest-mismatch', `${digest} has more than the ${size} bytes that its manifest promises`);
          yield chunk;
        }
        if (read >= size) return;
        throw new ImageError('registry-unreachable', `the transfer of ${digest} ended after ${read} of ${size} bytes`);
      } catch (cause) {
        if (!(cause instanceof ImageError) || cause.code !== 'registry-unreachable' || failures >= RETRIES) throw cause;
        await this.#wait(2 ** failures * 500);
      }
    }
  }

  async #openBlob(digest: string, from: number): Promise<AsyncIterable<Buffer>> {
    const answer = await this.#get(`blobs/${digest}`, from === 0 ? {} : { range: `bytes=${from}-` });
    // A registry that knows no ranges begins again.
    return from === 0 || answer.status === 206 ? answer.body : skip(answer.body, from);
  }

  get #name(): string {
    return formatReference(this.#options.reference);
  }

  async #get(path: string, headers: Readonly<Record<string, string>>): Promise<HttpAnswer> {
    return this.#check(await this.#ask(path, headers));
  }

  /** Logs in where that is wanted; the answer may be a refusal. */
  async #ask(path: string, headers: Readonly<Record<string, string>>): Promise<HttpAnswer> {
    const { host, repository } = this.#options.reference;
    const url = new URL(`${this.#options.plainHttp ? 'http' : 'https'}://${host}/v2/${repository}/${path}`);
    const answer = await this.#send(url, headers);
    if (answer.status !== 401) return answer;
    answer.discard();
    this.#authorization = await this.#authorize(parseChallenge(answer.header('www-authenticate')));
    return this.#send(url, headers);
  }

  /** Follows redirections without the Authorization header: storage has its own, and may belong to somebody else. */
  async #send(url: URL, headers: Readonly<Record<string, string>>): Promise<HttpAnswer> {
    const own = this.#authorization === undefined ? headers : { ...headers, authorization: this.#authorization };
    let answer = await this.#sendPatiently(url, own);
    let current = url;
    for (let count = 0; answer.status >= 301 && answer.status <= 308 && answer.status !== 304; count++) {
      answer.discard();
      current = this.#toTarget(answer.header('location'), current);
      if (count >= REDIRECTS) throw new ImageError('registry-failed', `${url.origin} redirects more than ${REDIRECTS} times`);
      answer = await this.#sendPatiently(current, headers);
    }
    return answer;
  }

  #toTarget(location: string | undefined, from: URL): URL {
    if (location === undefined || !URL.canParse(location, from))
      throw new ImageError('registry-failed', `${from.origin} redirects to nowhere`);
    const target = new URL(location, from);
    const isAllowed = target.protocol === 'https:' || (target.protocol === 'http:' && this.#options.plainHttp);
    if (isAllowed) return target;
    throw new ImageError('registry-failed', `${from.origin} redirects to ${target.origin} without encryption, which is not followed`);
  }

  async #sendPatiently(url: URL, headers: Readonly<Record<string, string>>): Promise<HttpAnswer> {
    for (let count = 0; ; count++) {
      const answer = await this.#options.http.send('GET', url, headers, this.#options.signal);
      const isBusy = answer.status === 429 || answer.status === 503;
      if (!isBusy || count >= (this.#options.retries ?? RETRIES)) return answer;
      answer.discard();
      await this.#wait(readRetryAfter(answer.header('retry-after')) ?? Math.min(MAX_WAIT_MS, 2 ** count * 1000));
    }
  }

  async #authorize(challenge: Challenge | undefined): Promise<string> {
    const { credentials } = this.#options;
    if (challenge === undefined) throw this.#unauthorized('it does not say which login it wants');
    if (challenge.scheme === 'bearer') return `Bearer ${await this.#fetchToken(challenge)}`;
    if (credentials?.kind !== 'password') throw this.#unauthorized('it wants a user and password, and there are none for it');
    return toBasic(credentials);
  }

  async #fetchToken(challenge: Extract<Challenge, { scheme: 'bearer' }>): Promise<string> {
    const answer = await this.#askForToken(challenge);
    if (answer.status !== 200) {
      answer.discard();
      if (answer.status === 401 || answer.status === 403) throw this.#unauthorized('its login refuses the credentials');
      throw new ImageError('registry-failed', `the login of ${this.#options.reference.host} answers ${answer.status}`);
    }
    const document = parseJsonObject(await readBounded(answer, TOKEN_BYTES, 'the token'), 'the token of the registry');
    const token = toText(document['token']) ?? toText(document['access_token']);
    if (token === undefined || /[^\x21-\x7e]/.test(token)) throw this.#unauthorized('its login gives no token');
    return token;
  }

  async #askForToken({ realm, service, scope }: Extract<Challenge, { scheme: 'bearer' }>): Promise<HttpAnswer> {
    const { credentials, http, reference, signal, plainHttp } = this.#options;
    const url = new URL(realm);
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && plainHttp)) {
      throw new ImageError('registry-failed', `the login of ${reference.host} is not encrypted; no credentials are sent there`);
    }
    const asked = { service, scope: scope ?? `repository:${reference.repository}:pull` };
    if (credentials?.kind === 'identity-token') {
      const form = toQuery({ ...asked, grant_type: 'refresh_token', client_id: 'breakwater', refresh_token: credentials.token });
      return http.send('POST', url, { 'content-type': 'application/x-www-form-urlencoded' }, signal, form.toString());
    }
    for (const [key, value] of toQuery(asked)) url.searchParams.set(key, value);
    return http.send('GET', url, credentials === undefined ? {} : { authorization: toBasic(credentials) }, signal);
  }

  async #check(answer: HttpAnswer): Promise<HttpAnswer> {
    if (answer.status === 200 || answer.status === 206) return answer;
    const { host } = this.#options.reference;
    const reason = await readReason(answer);
    if (answer.status === 401 || answer.status === 403) throw this.#unauthorized(`it does not accept the credentials${reason}`);
    if (answer.status === 404) {
      throw new ImageError(
        'image-not-found',
        `${this.#name} is not in ${host}, or only with a login${reason}; check name and tag, or use docker login`,
      );
    }
    if (answer.status === 429)
      throw new ImageError('registry-throttled', `${host} asks to come back later${reason}; with a login it allows more`, {
        retryAfterSeconds: Math.ceil((readRetryAfter(answer.header('retry-after'), MAX_TOLD_MS) ?? 0) / 1000),
      });
    throw new ImageError('registry-failed', `${host} answers ${answer.status}${reason}`);
  }

  #unauthorized(why: string): ImageError {
    const { host } = this.#options.reference;
    return new ImageError('registry-unauthorized', `${host} does not let ${this.#name} be read: ${why}; use docker login ${host}`);
  }
}

function toQuery(values: Readonly<Record<string, string | undefined>>): URLSearchParams {
  return new URLSearchParams(Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== undefined));
}

function toBasic({ user, password }: Extract<RegistryCredentials, { kind: 'password' }>): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** Seconds, or a date. */
function readRetryAfter(header: string | undefined, most = MAX_WAIT_MS): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.min(most, Math.max(0, ms)) : undefined;
}

async function readBounded({ body }: HttpAnswer, maxBytes: number, what: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw new ImageError('document-too-large', `${what} has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Of `</v2/…?n=10&last=…>; rel="next"` the query only: the next page is asked for at the same place. */
function readNextQuery(link: string | undefined): string | undefined {
  const [, target = ''] = /^<([^<>]{1,2000})>\s*;\s*rel="?next"?/i.exec(link ?? '') ?? [];
  const question = target.indexOf('?');
  return question < 0 ? undefined : target.slice(question).replaceAll(/[^\x21-\x7e]/g, '');
}

/** What the registry says, cut and without anything that steers a terminal. */
async function readReason(answer: HttpAnswer): Promise<string> {
  try {
    const { errors } = parseJsonObject(await readBounded(answer, TOKEN_BYTES, 'the answer'), 'the answer');
    const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
    const message = isObject(first) ? toText(first['message']) : undefined;
    return message === undefined ? '' : ` (${message.replaceAll(/[^\x20-\x7e]/g, ' ').slice(0, 200)})`;
  } catch {
    return '';
  }
}

async function* skip(body: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer> {
  let left = count;
  for await (const chunk of body) {
    if (chunk.length > left) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}
