import { ROLE_PORT_NAME } from './install-options.ts';

/** Audience of the token that the sensor knows roles by. */
const ROLE_AUDIENCE = 'breakwater-sensor';
/** Where Secrets, tokens and authorities lie, a folder for each. */
export const MOUNT = '/run/secrets/breakwater';

/** What a role knows the sensor by, and is known to it by: a token that is good for nothing else. */
export function toRolePlaces(tokenMode: number) {
  return {
    volumes: [
      { name: 'sensor-ca', configMap: { name: ROLE_PORT_NAME, defaultMode: 0o440, optional: true } },
      {
        name: 'role',
        projected: {
          defaultMode: tokenMode,
          sources: [{ serviceAccountToken: { path: 'token', audience: ROLE_AUDIENCE, expirationSeconds: 3600 } }],
        },
      },
    ],
    mounts: [
      { name: 'sensor-ca', mountPath: `${MOUNT}/sensor-ca`, readOnly: true },
      { name: 'role', mountPath: `${MOUNT}/role`, readOnly: true },
    ],
  } as const;
}
