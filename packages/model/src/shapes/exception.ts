import { type Static, Type } from 'typebox';
import { Scope } from './scope.ts';

/** The VEX words for why a vulnerability does not matter here. */
export const VEX_STATUSES = ['not_affected', 'affected', 'fixed', 'under_investigation'] as const;

/** A finding that somebody accepted, with a reason and an end. The only model of suppression. */
export const Exception = Type.Object(
  {
    id: Type.Optional(Type.String()),
    target: Type.String({ description: 'Policy id, vulnerability id or control id' }),
    scope: Scope,
    reason: Type.String({ minLength: 1 }),
    requester: Type.Optional(Type.String()),
    approver: Type.Optional(Type.String()),
    expiry: Type.Optional(Type.String({ description: 'RFC 3339 UTC; the finding counts again from then on' })),
    until: Type.Optional(
      Type.Literal('fixable', { description: 'Of vulnerabilities: the finding counts again once somebody has fixed it' }),
    ),
    vexStatus: Type.Optional(
      Type.Enum([...VEX_STATUSES], { description: 'Of vulnerabilities: not_affected calls the finding false, affected accepts it' }),
    ),
  },
  { $id: 'exception', additionalProperties: false, description: 'A finding that somebody accepted, with a reason and an end' },
);
export type Exception = Static<typeof Exception>;
