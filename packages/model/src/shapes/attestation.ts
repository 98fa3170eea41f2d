import { type Static, Type } from 'typebox';

/** What somebody states of a control that no evidence can decide: who, when, what it rests on, and until when it counts. */
export const Attestation = Type.Object(
  {
    framework: Type.String({ minLength: 1 }),
    control: Type.String({ minLength: 1, description: 'Id of the control, as the framework names it' }),
    state: Type.Enum(['pass', 'fail', 'not-applicable'], { description: 'What is stated of the control' }),
    by: Type.String({ minLength: 1, description: 'Who states it' }),
    at: Type.String({ description: 'When: RFC 3339 UTC' }),
    text: Type.String({ minLength: 1, maxLength: 10_000, description: 'What was looked at and found, in words' }),
    validUntil: Type.String({ description: 'RFC 3339 UTC; from then on somebody has to look again' }),
    clusters: Type.Optional(Type.Array(Type.String(), { description: 'Clusters that it speaks of; all, when absent' })),
    attachment: Type.Optional(
      Type.Object({
        name: Type.String({ minLength: 1 }),
        sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
        size: Type.Integer({ minimum: 0, description: 'Bytes' }),
      }),
    ),
  },
  { $id: 'attestation', additionalProperties: false, description: 'What somebody states of a control that no evidence can decide' },
);
export type Attestation = Static<typeof Attestation>;
