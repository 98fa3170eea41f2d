import { Enforcement, Exception, type Policy, Scope } from '@breakwater/model';
import { type Static, Type } from 'typebox';

/** A change to a policy for a part of the world. Of several for one target the narrowest wins: workload label, namespace, cluster, all. */
export const PolicySetting = Type.Object(
  {
    policy: Type.String(),
    scope: Scope,
    enabled: Type.Optional(Type.Boolean()),
    params: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    enforcement: Type.Optional(Enforcement),
  },
  { additionalProperties: false },
);
export type PolicySetting = Static<typeof PolicySetting>;

/** A sensor that says this in its hello reads `enforcement` of settings; to another it is not sent, since that would refuse the whole set. */
export const KNOWS_ENFORCEMENT = 'enforcement';

/** Any object: one that the reader's release does not understand must not make the others unreadable, so each is checked where it is used. */
const PolicyOfAnyRelease = Type.Unsafe<Policy>(Type.Record(Type.String(), Type.Unknown()));

/** Everything that a sensor decides by. */
export const PolicySet = Type.Object(
  {
    revision: Type.Integer({ minimum: 0, description: 'Grows with every change' }),
    preset: Type.String({ description: 'Set of built-in policies that are on unless a setting says otherwise' }),
    policies: Type.Array(PolicyOfAnyRelease, {
      description: 'Policies of the user, with their examples; one with the id of a built-in one replaces it',
    }),
    settings: Type.Array(PolicySetting),
    exceptions: Type.Array(Exception, { description: 'Approved ones, with an id' }),
  },
  { additionalProperties: false },
);
export type PolicySet = Static<typeof PolicySet>;

/** The set as a sensor reads it that does not know `enforcement` of settings: those that say nothing else are left out. */
export function withoutEnforcement(set: PolicySet): PolicySet {
  const settings = set.settings.flatMap(({ enforcement: _, ...setting }) =>
    setting.enabled === undefined && setting.params === undefined ? [] : [setting],
  );
  return { ...set, settings };
}
