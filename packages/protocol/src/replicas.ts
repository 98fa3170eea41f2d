import { listSchemaIssues } from '@breakwater/model';
import { type Static, Type } from 'typebox';

/** What a server says in its capabilities that takes the admission replicas of a cluster; to another they are not sent. */
export const KNOWS_REPLICAS = 'admission-replicas';

/** Replicas of one cluster that are told of. */
export const MAX_REPLICAS = 50;
/** Policies of one replica that are named; the others are counted. */
export const MAX_UNUSABLE = 20;
/** A replica asks for a bundle at least every 20 seconds: one that was not heard of for longer is silent. */
export const REPLICA_SILENT_SECONDS = 60;
/** Longest word of a replica about itself, in characters. */
const MAX_WORD = 4000;

const strict = { additionalProperties: false } as const;
const Time = Type.String({ maxLength: 40, description: 'RFC 3339 UTC' });
const Count = Type.Integer({ minimum: 0, maximum: 1_000_000_000 });

const REPLICA = {
  id: Type.String({ minLength: 1, maxLength: 253, description: 'Name of its pod or machine' }),
  revision: Type.Integer({ minimum: -1, description: 'Of the policy set that it decides by; -1 while it has none' }),
  since: Time,
  certificateEnd: Type.Optional(Time),
  policies: Type.Integer({ minimum: 0, maximum: 1_000_000_000, description: 'That refuse or warn by its doing' }),
  unusable: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
    maxItems: MAX_UNUSABLE,
    description: 'Policies, or the preset, that it cannot read or compile',
  }),
  unusableCount: Count,
} as const;

/** What an admission process says of itself with every question for a bundle, as JSON in the parameter `replica`. `since` is its start. */
export const ReplicaWord = Type.Object(REPLICA, strict);
export type ReplicaWord = Static<typeof ReplicaWord>;

/** A replica as its sensor knows it: apart from clocks, `silentSeconds` is how long ago it was heard of. */
export const AdmissionReplica = Type.Object({ ...REPLICA, silentSeconds: Count }, strict);
export type AdmissionReplica = Static<typeof AdmissionReplica>;

/** Undefined for none, and for one that is not understood: who asks gets its bundle all the same. */
export function parseReplica(text: string): ReplicaWord | undefined {
  if (text === '' || text.length > MAX_WORD) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return listSchemaIssues(ReplicaWord, value).length === 0 ? (value as ReplicaWord) : undefined;
  } catch {
    return undefined;
  }
}

/** Names that do not fit are counted only. */
export function formatReplica(word: Omit<ReplicaWord, 'unusable' | 'unusableCount'>, unusable: readonly string[]): string {
  const named = unusable.filter(name => name !== '' && name.length <= 100).slice(0, MAX_UNUSABLE);
  return JSON.stringify({ ...word, unusable: named, unusableCount: unusable.length } satisfies ReplicaWord);
}
