import { promisify } from 'node:util';
import { gzip, type ZlibOptions } from 'node:zlib';
import type { Log } from '@breakwater/daemon';
import type { MatchJob, ScannerDatabase } from '@breakwater/protocol';
import { ScannerError } from '../errors.ts';
import type { MatchAnswer } from '../threads/match-messages.ts';
import { createMatchThread } from '../threads/threads.ts';

const compress = promisify<string, ZlibOptions, Buffer>(gzip);

/** Matches by the advisory database that lies at one place; another one that takes its place counts at once. */
export class Matcher {
  readonly #file: string;
  readonly #log: Log;
  readonly #thread = createMatchThread();
  #said = '';

  constructor(file: string, log: Log) {
    this.#file = file;
    this.#log = log;
  }

  /** The database at this moment; undefined when there is none, which is logged once with what to do. */
  async describe(): Promise<ScannerDatabase | undefined> {
    const answer = await this.#thread.ask<MatchAnswer>({ type: 'describe', file: this.#file });
    if (answer.type === 'database') {
      this.#say('');
      return answer.database;
    }
    this.#say('message' in answer ? answer.message : '');
    return undefined;
  }

  /** ScanMatch as JSON; undefined when there is no database. Throws ScannerError. */
  async match(output: string | Uint8Array, known?: string): Promise<string | undefined> {
    const answer = await this.#thread.ask<MatchAnswer>({ type: 'match', file: this.#file, output, known });
    if (answer.type === 'matched') return answer.match;
    if (answer.type === 'unavailable') return undefined;
    throw new ScannerError('scan-failed', `it could not be matched: ${answer.type === 'failure' ? answer.message : answer.type}`);
  }

  /** The result of a match job, packed; undefined when there is no database. Throws ScannerError. */
  async matchStored({ output, known }: MatchJob): Promise<Uint8Array | undefined> {
    const match = await this.match(Buffer.from(output, 'base64'), known);
    return match === undefined ? undefined : compress(`{"kind":"match","match":${match}}`, { level: 1 });
  }

  close(): Promise<void> {
    return this.#thread.close();
  }

  #say(message: string): void {
    if (message === this.#said) return;
    this.#said = message;
    if (message === '') this.#log.info({ file: this.#file }, 'images are matched by the advisory database');
    else
      this.#log.warn({ file: this.#file, error: message }, 'images are read and not matched: fetch advisories with breakwater db update');
  }
}
