import { type Static, Type } from 'typebox';
import { EnrolAnswer } from '../enrolment.ts';

const strict = { additionalProperties: false } as const;

/** POST on the sensors' port, without a client certificate; the server gives the scanner its id. Renewal is that of sensors. */
export const ScannerEnrolRequest = Type.Object(
  {
    joinToken: Type.String({ maxLength: 500 }),
    request: Type.String({ maxLength: 20_000, description: 'PKCS #10 in PEM; the server sets subject and lifetime' }),
    scanner: Type.Object({ name: Type.String({ minLength: 1, maxLength: 200 }) }, strict),
  },
  strict,
);
export type ScannerEnrolRequest = Static<typeof ScannerEnrolRequest>;

export const ScannerEnrolAnswer = Type.Object({ ...EnrolAnswer.properties, id: Type.String({ maxLength: 100 }) }, strict);
export type ScannerEnrolAnswer = Static<typeof ScannerEnrolAnswer>;
