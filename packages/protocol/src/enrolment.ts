import { type Static, Type } from 'typebox';
import { CLUSTER_TYPES } from './frames.ts';

const strict = { additionalProperties: false } as const;
const Pem = Type.String({ maxLength: 20_000 });

/** POST /enrol on the sensors' port, without a client certificate. */
export const EnrolRequest = Type.Object(
  {
    joinToken: Type.String({ maxLength: 500 }),
    request: Type.String({ maxLength: 20_000, description: 'PKCS #10 in PEM; the server sets subject and lifetime' }),
    cluster: Type.Object(
      { id: Type.String({ minLength: 1, maxLength: 300 }), name: Type.String({ maxLength: 200 }), type: Type.Enum([...CLUSTER_TYPES]) },
      strict,
    ),
  },
  strict,
);
export type EnrolRequest = Static<typeof EnrolRequest>;

/** POST /renew with the client certificate that is to be renewed. */
export const RenewRequest = Type.Object({ request: Pem }, strict);
export type RenewRequest = Static<typeof RenewRequest>;

/** Answer to both. */
export const EnrolAnswer = Type.Object({ certificate: Pem, ca: Pem }, strict);
export type EnrolAnswer = Static<typeof EnrolAnswer>;

/** WebSocket, with a client certificate. */
export const SENSOR_PATH = '/sensor';
export const ENROL_PATH = '/enrol';
export const RENEW_PATH = '/renew';

/**
 * What a person copies: server, fingerprint of its CA (SHA-256 of the DER, hex) and the secret, in one text without spaces:
 * `bwj1.<base64url of JSON>`.
 */
export const JoinToken = Type.Object(
  { url: Type.String(), caFingerprint: Type.String({ pattern: '^[0-9a-f]{64}$' }), secret: Type.String() },
  strict,
);
export type JoinToken = Static<typeof JoinToken>;
