/** Audience of the token that the sensor knows roles by. */
export const ROLE_AUDIENCE = 'breakwater-sensor';
/** Where Secrets, tokens and authorities lie, a folder for each. */
export const MOUNT = '/run/secrets/breakwater';
