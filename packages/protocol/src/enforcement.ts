import { type Static, Type } from 'typebox';

/** What the API server may do by itself with objects that violate a policy. */
export const NATIVE_ACTIONS = ['deny', 'warn'] as const;

/**
 * `active`: the API server refuses or warns by itself, also while Breakwater is away. `pending`: it is being written, or the API server has not taken it up
 * yet. `impossible`: the API server alone cannot decide it. `off`: nobody asked this sensor to write. `failed`: it could not be written.
 */
export const NATIVE_STATES = ['active', 'pending', 'impossible', 'off', 'failed'] as const;

/** Why a policy is not enforced by the API server. */
export const NATIVE_REASONS = [
  /** A fact, function, exception or setting has no form that the API server understands. */
  'no-native-form',
  /** The sensor was not started to write. */
  'disabled',
  /** The sensor watches files. */
  'no-cluster',
  /** The sensor may not write, or may not change the object of that name. */
  'no-rights',
  /** Somebody else has an object of that name. */
  'name-taken',
  /** The API server does not take it. */
  'refused',
  /** The API server cannot be asked at present. */
  'unreachable',
] as const;
export type NativeReasonCode = (typeof NATIVE_REASONS)[number];

export const NativeReason = Type.Object({
  code: Type.Enum([...NATIVE_REASONS]),
  message: Type.String({ maxLength: 2000 }),
});
export type NativeReason = Static<typeof NativeReason>;

/** How a policy is enforced at admission in one cluster; told for policies that settings want enforced there. Newer sensors may say more. */
export const EnforcementState = Type.Object({
  actions: Type.Array(Type.Enum([...NATIVE_ACTIONS]), { maxItems: 2, description: 'What settings ask for; the strictest first' }),
  everywhere: Type.Boolean({ description: 'Whether they ask for it in the whole cluster, and not only in a part' }),
  native: Type.Object({
    state: Type.Enum([...NATIVE_STATES]),
    objects: Type.Array(Type.String({ maxLength: 300 }), {
      maxItems: 100,
      description: 'Names of the ValidatingAdmissionPolicies; each has a binding of the same name',
    }),
    reasons: Type.Array(NativeReason, { maxItems: 20 }),
    warnings: Type.Array(Type.String({ maxLength: 2000 }), { maxItems: 20, description: "What the API server's type check says" }),
    exempt: Type.Array(Type.String({ maxLength: 300 }), { maxItems: 100, description: 'Namespaces that are left alone' }),
  }),
});
export type EnforcementState = Static<typeof EnforcementState>;
