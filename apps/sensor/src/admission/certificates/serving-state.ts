import { type Raw, toRecord, toText } from '@breakwater/inventory';

/** A serving certificate with its key and the authority that signed it, in PEM. The key of the authority is forgotten at once: it signs once. */
export interface Issued {
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
}

/** What all replicas of an installation serve with, as their Secret holds it. */
export interface ServingState {
  readonly current: Issued;
  /** What comes next: trusted before it is served with. */
  readonly next?: Issued & { readonly servedFrom: number };
  /** Authority of what was served with before; some replica may still do so. */
  readonly previousCa?: string;
}

export interface RotationTimes {
  /** Age at which what is served with is replaced, in milliseconds. */
  readonly rotateMs: number;
  /** How long what comes next is trusted before it is served with. */
  readonly overlapMs: number;
}

/** `create` and `prepare` need a new certificate; `promote` makes the next one the current one. */
export type RotationStep = 'none' | 'create' | 'prepare' | 'promote';

/** What is to be done, of a state as the Secret holds it. */
export function planRotation(state: ServingState | undefined, now: number, { rotateMs, overlapMs }: RotationTimes): RotationStep {
  if (state === undefined) return 'create';
  // Every replica serves with it by then, and the old one is trusted as long as the new one was before.
  if (state.next !== undefined) return now >= state.next.servedFrom + overlapMs ? 'promote' : 'none';
  return now - state.current.madeAt >= rotateMs || now < state.current.madeAt - rotateMs ? 'prepare' : 'none';
}

export function takeStep(
  state: ServingState | undefined,
  issued: Issued | undefined,
  now: number,
  { overlapMs }: RotationTimes,
): ServingState | undefined {
  if (state === undefined) return issued === undefined ? undefined : { current: issued };
  if (issued !== undefined) return { ...state, next: { ...issued, servedFrom: now + overlapMs } };
  if (state.next === undefined) return state;
  const { servedFrom: _, ...current } = state.next;
  return { current, previousCa: state.current.ca };
}

/** Everything that a replica may serve with now. */
export function toTrusted({ current, next, previousCa }: ServingState): string {
  return [current.ca, next?.ca, previousCa]
    .filter(pem => pem !== undefined)
    .map(pem => `${pem.trim()}\n`)
    .join('');
}

/** What is served with; the next one only once the API server was told to trust it. */
export function chooseServed({ current, next }: ServingState, now: number, trusted: string): Issued {
  return next !== undefined && now >= next.servedFrom && trusted.includes(next.ca.trim()) ? next : current;
}

/** Names in the Secret; those of `kubernetes.io/tls` for what is served with. */
const FIELDS = { certificate: 'tls.crt', key: 'tls.key', ca: 'ca.crt', state: 'state.json' } as const;

export function toSecretData(state: ServingState): Readonly<Record<string, string>> {
  const encode = (text: string): string => Buffer.from(text).toString('base64');
  const { current } = state;
  return {
    [FIELDS.certificate]: encode(current.certificate),
    [FIELDS.key]: encode(current.key),
    [FIELDS.ca]: encode(toTrusted(state)),
    [FIELDS.state]: encode(JSON.stringify(state)),
  };
}

/** Undefined for a Secret that holds nothing of ours yet, or something that is not understood. */
export function readSecretData(secret: Raw): ServingState | undefined {
  try {
    const state = JSON.parse(Buffer.from(toText(toRecord(secret['data'])[FIELDS.state]), 'base64').toString()) as ServingState;
    const parts = [state.current.ca, state.current.certificate, state.current.key];
    return parts.every(part => typeof part === 'string' && part.startsWith('-----BEGIN')) ? state : undefined;
  } catch {
    return undefined;
  }
}
