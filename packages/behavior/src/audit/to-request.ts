import { isRecord, type Raw, toText } from '../raw.ts';
import { redactArguments, redactText } from '../redact/redact-arguments.ts';

const HIDDEN = '***';

/** Words for credentials, as they stand in settings. */
const CREDENTIAL_WORDS = [
  'aws_access_key_id',
  'aws-access-key-id',
  'aws_s3_access_key_id',
  'aws-s3-access-key-id',
  'aws_secret_access_key',
  'password',
  'passphrase',
] as const;

/** Members whose text is a secret wherever they stand. */
const SECRET_KEYS =
  /^(?:password|passwd|passphrase|token|secret|api[_-]?key|access[_-]?key|secret[_-]?key|client[_-]?secret|private[_-]?key|cabundle)$/i;

/** Deeper and longer bodies were made to cost time. */
const MAX_DEPTH = 24;
const MAX_NODES = 20_000;

/** Words for credentials that a ConfigMap holds, in its keys or values; none for other kinds. */
export function findCredentialWords(request: Raw): readonly string[] {
  if (toText(request['kind']) !== 'ConfigMap') return [];
  const text = JSON.stringify({ data: request['data'], binaryData: request['binaryData'] }).toLowerCase();
  return CREDENTIAL_WORDS.filter(word => text.includes(word));
}

/** The body of a request without what may be secret: data of Secrets and ConfigMaps, values of variables, annotations, tokens and passwords. Keys stay. */
export function toRequest(request: Raw): Record<string, unknown> {
  return new RequestCopy().copy(request) as Record<string, unknown>;
}

class RequestCopy {
  #left = MAX_NODES;

  copy(value: unknown, key = '', depth = 0): unknown {
    if (this.#left-- <= 0 || depth > MAX_DEPTH) return HIDDEN;
    if (typeof value === 'string') return SECRET_KEYS.test(key) ? HIDDEN : redactText(value);
    if (Array.isArray(value)) return this.#copyList(value, key, depth);
    return isRecord(value) ? this.#copyRecord(value, key, depth) : value;
  }

  #copyList(list: readonly unknown[], key: string, depth: number): unknown[] {
    if ((key === 'args' || key === 'command') && list.every(entry => typeof entry === 'string')) return [...redactArguments(list)];
    return list.map(entry => this.copy(entry, key === 'env' ? 'env[]' : '', depth + 1));
  }

  #copyRecord(record: Raw, key: string, depth: number): Raw {
    const members = Object.entries(record).filter(([name]) => name !== 'managedFields');
    const hidesAll = key === 'data' || key === 'stringData' || key === 'binaryData' || key === 'annotations';
    return Object.fromEntries(
      members.map(([name, member]) => {
        const isHidden = hidesAll || (key === 'env[]' && name === 'value') || (SECRET_KEYS.test(name) && typeof member === 'string');
        return [name, isHidden ? HIDDEN : this.copy(member, name, depth + 1)];
      }),
    );
  }
}
