import { findKeyFormat, isRecord, isSecretLiteral, type Raw, toText } from '@breakwater/inventory';
import { kinds } from '@breakwater/kube';
import { MAX_DECIDED_OBJECT } from '@breakwater/protocol';

const REDACTED = '(redacted)';

/** Fields whose entries are texts by a name that somebody chose. */
const NAMED = new Set(['data', 'stringData', 'binaryData']);

/**
 * The object as a decision may be kept with it: what the sensor keeps of its kind, without texts that are secrets by their name or by their format. Undefined
 * over 64 KiB.
 */
export function redactObject(object: Raw, group: string, kind: string): Raw | undefined {
  const known = kinds.find(candidate => candidate.group === group && candidate.kind === kind);
  const { status: _, ...kept } = known === undefined ? dropNoise(object) : known.keep(object);
  const redacted = redact(kept, '', false) as Raw;
  return Buffer.byteLength(JSON.stringify(redacted)) > MAX_DECIDED_OBJECT ? undefined : redacted;
}

function dropNoise({ metadata, ...rest }: Raw): Raw {
  if (!isRecord(metadata)) return rest;
  const { managedFields: _, ...kept } = metadata;
  return { ...rest, metadata: kept };
}

/** @param isNamed whether the key is a name that somebody chose, and not one of a field */
function redact(value: unknown, key: string, isNamed: boolean): unknown {
  if (typeof value === 'string') return (isNamed && isSecretLiteral(key, value)) || findKeyFormat(value) !== undefined ? REDACTED : value;
  if (Array.isArray(value)) return value.map(entry => redact(entry, key, false));
  if (!isRecord(value)) return value;
  const isVariable = typeof value['name'] === 'string' && typeof value['value'] === 'string';
  if (isVariable) return { ...value, value: redact(value['value'], toText(value['name']), true) };
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, redact(entry, name, NAMED.has(key))]));
}
