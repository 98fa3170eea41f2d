import { type InventoryObject, toRecord, toText } from '@breakwater/inventory';
import { decodeBase64, readExpiry } from './certificate.ts';
import type { SecretUse } from './list-uses.ts';

/** What is not good about a Secret or about how it is used; a value is never part of it. */
export interface SecretFinding {
  readonly name:
    | 'in-environment'
    | 'whole-secret'
    | 'sub-path'
    | 'readable-by-all'
    | 'writable'
    | 'unused'
    | 'legacy-token'
    | 'value-in-file'
    | 'old'
    | 'certificate-expired'
    | 'certificate-expires'
    | 'missing'
    | 'missing-key';
  readonly because: string;
}

/** What a Secret is, without what it holds. */
export interface SecretShape {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly keys: readonly string[];
}

export function readShape({ namespace, name, raw }: InventoryObject): SecretShape {
  const keys = ['data', 'stringData'].flatMap(field => Object.keys(toRecord(raw[field])));
  return { namespace, name, type: toText(raw['type']) || 'Opaque', keys: [...new Set(keys)].toSorted() };
}

const DAY = 86_400_000;
const OLD_DAYS = 365;
const SOON_DAYS = 30;

/** Findings of a Secret of the set. `now` in milliseconds; `hasWorkloads` says whether its users would be seen. */
export function judgeSecret(
  object: InventoryObject,
  uses: readonly SecretUse[],
  now: number,
  hasWorkloads: boolean,
): readonly SecretFinding[] {
  const shape = readShape(object);
  return [
    ...judgeKind(object, shape),
    ...(hasWorkloads && uses.length === 0 && !isSelfUsed(shape) ? [tell('unused', 'nothing of the set refers to it')] : []),
    ...judgeAge(object, now),
    ...judgeCertificate(object, now),
    ...uses.flatMap(use => judgeUse(use, shape)),
  ];
}

function tell(name: SecretFinding['name'], because: string): SecretFinding {
  return { name, because };
}

/** Findings of uses of a Secret that is not in the set. */
export function judgeMissing(uses: readonly SecretUse[]): readonly SecretFinding[] {
  return uses.filter(({ isOptional }) => !isOptional).map(({ by }) => tell('missing', `${by} refers to it, and the set does not hold it`));
}

function judgeKind({ raw, source }: InventoryObject, { type, keys }: SecretShape): readonly SecretFinding[] {
  const isFilled = ['data', 'stringData'].some(field => Object.values(toRecord(raw[field])).some(value => value !== ''));
  return [
    ...(type === TOKEN ? [tell('legacy-token', 'a token that does not end, for everybody who reads Secrets here')] : []),
    ...(source.locate !== undefined && isFilled && keys.length > 0
      ? [tell('value-in-file', 'its values stand in a file, readable for everybody who has it')]
      : []),
  ];
}

const TOKEN = 'kubernetes.io/service-account-token';

/** Types that are used without a reference. */
function isSelfUsed({ type }: SecretShape): boolean {
  return type === TOKEN || type === 'helm.sh/release.v1' || type === 'bootstrap.kubernetes.io/token';
}

function judgeAge({ metadata }: InventoryObject, now: number): readonly SecretFinding[] {
  const written = Array.isArray(metadata['managedFields'])
    ? metadata['managedFields'].map(entry => Date.parse(toText(toRecord(entry)['time'])))
    : [];
  const times = [Date.parse(toText(metadata['creationTimestamp'])), ...written].filter(time => !Number.isNaN(time));
  const days = times.length === 0 ? 0 : Math.floor((now - Math.max(...times)) / DAY);
  return days > OLD_DAYS ? [tell('old', `it was not changed for ${days} days`)] : [];
}

/** The certificate is public; the key beside it is never read. */
function judgeCertificate({ raw }: InventoryObject, now: number): readonly SecretFinding[] {
  if (raw['type'] !== 'kubernetes.io/tls') return [];
  const encoded = toText(toRecord(raw['data'])['tls.crt']);
  const bytes = decodeBase64(encoded.slice(0, 200_000));
  const plain = toText(toRecord(raw['stringData'])['tls.crt']);
  const end = readExpiry(plain === '' && bytes !== undefined ? new TextDecoder().decode(bytes) : plain);
  if (end === undefined) return [];
  const [days, date] = [Math.floor((end - now) / DAY), new Date(end).toISOString().slice(0, 10)];
  if (days < 0) return [tell('certificate-expired', `its certificate ended on ${date}`)];
  return days <= SOON_DAYS ? [tell('certificate-expires', `its certificate ends on ${date}, in ${days} days`)] : [];
}

const READ_BY_OTHERS = 0o004;

function judgeUse({ by, container, how, keys, mode, isWritable, isSubPath }: SecretUse, shape: SecretShape): readonly SecretFinding[] {
  const who = container === '' ? by : `container ${container} of ${by}`;
  const absent = shape.keys.length === 0 ? [] : (keys ?? []).filter(key => !shape.keys.includes(key));
  const missing = absent.map(key => tell('missing-key', `${who} takes key ${key}, which it does not have`));
  if (how === 'variable' || how === 'all-variables') {
    return [
      tell(
        'in-environment',
        `${who} has ${how === 'variable' ? `key ${(keys ?? []).join(', ')}` : 'all keys'} in its environment, where children and dumps have it too`,
      ),
      ...missing,
    ];
  }
  if (how !== 'volume') return missing;
  return [
    ...(keys === undefined && shape.keys.length > 1
      ? [tell('whole-secret', `${who} mounts all ${shape.keys.length} keys; items names those it needs`)]
      : []),
    ...(isSubPath === true ? [tell('sub-path', `${who} mounts one path of it, which is not renewed when it changes`)] : []),
    ...(mode !== undefined && (mode & READ_BY_OTHERS) !== 0
      ? [tell('readable-by-all', `${who} has its files with mode 0${mode.toString(8)}, readable for every user of the container`)]
      : []),
    ...(isWritable === true ? [tell('writable', `${who} does not mount it read-only`)] : []),
    ...missing,
  ];
}
