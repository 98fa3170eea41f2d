/** What both ends speak. Additive changes keep the number; the server takes sensors of the two releases before it. */
export const PROTOCOL = 1;

/** Oldest protocol that this release still takes. */
export const OLDEST_PROTOCOL = 1;
