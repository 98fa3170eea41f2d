import { omit, pick, type Raw, toRecord } from './raw.ts';

/** One kind of object that is watched, and what is kept of it. */
export interface KindDefinition {
  /** API group, empty for the core. */
  readonly group: string;
  /** Versions that are understood; the first that is served is read. */
  readonly versions: readonly string[];
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /**
   * Whether a cluster may well be without it, as with custom resources and newer APIs: then its absence is silence. The
   * absence of any other kind is a Problem.
   */
  readonly optional: boolean;
  /** What is kept of an object: the parts that facts are made of. Never the value of a secret. */
  readonly keep: (object: Raw) => Raw;
}

interface KindOptions {
  readonly group?: string;
  readonly versions?: readonly string[];
  readonly kind: string;
  readonly plural: string;
  readonly namespaced?: boolean;
  readonly optional?: boolean;
  /** Fields of `status` that are kept; the rest of it changes all the time and decides nothing. */
  readonly status?: readonly string[];
  /** What else is left out or reshaped, after metadata and status were dealt with. */
  readonly reshape?: (object: Raw) => Raw;
}

export function defineKind({ status = [], reshape, ...options }: KindOptions): KindDefinition {
  return {
    group: '',
    versions: ['v1'],
    namespaced: true,
    optional: false,
    ...options,
    keep: object => {
      const kept = keepCommon(object, status);
      return reshape === undefined ? kept : reshape(kept);
    },
  };
}

/** The name by which a kind goes in switches and problems, as `deployments.apps`. */
export function toResourceName({ group, plural }: Pick<KindDefinition, 'group' | 'plural'>): string {
  return group === '' ? plural : `${plural}.${group}`;
}

/** Path of the collection in the API, of one namespace if one is given. https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris */
export function toCollectionPath({ group, plural }: Pick<KindDefinition, 'group' | 'plural'>, version: string, namespace = ''): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return namespace === '' ? `${root}/${plural}` : `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
}

function keepCommon(object: Raw, status: readonly string[]): Raw {
  const kept: Record<string, unknown> = { ...object, metadata: keepMetadata(toRecord(object['metadata'])) };
  const picked = pick(object['status'], status);
  if (picked === undefined) delete kept['status'];
  else kept['status'] = picked;
  return kept;
}

/** Who set which field, and counters that move with every status: large, and no fact. */
const NOISE = ['managedFields', 'selfLink', 'resourceVersion', 'generation'];

/** kubectl's copy of the object repeats it, for a Secret with its values. */
const COPY = 'kubectl.kubernetes.io/last-applied-configuration';

export function keepMetadata(metadata: Raw): Raw {
  const kept = omit(metadata, ...NOISE);
  const annotations = toRecord(kept['annotations']);
  if (!Object.hasOwn(annotations, COPY)) return kept;
  return { ...kept, annotations: omit(annotations, COPY) };
}
