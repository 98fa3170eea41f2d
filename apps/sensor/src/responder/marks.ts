/** Before the id of a response, in the annotations of what it changed; the value says which step, and what was there before. */
export const MARK_PREFIX = 'response.breakwater.dev/';
/** Replicas before scale-to-zero, where people look for them. */
export const PREVIOUS_REPLICAS = 'breakwater.dev/previous-replicas';
/** Label of a pod that is quarantined; its value is the id of the response. */
export const QUARANTINE_LABEL = 'breakwater.dev/quarantine';
/** When a restart was asked for, in the annotations of the pod template. */
export const RESTARTED_AT = 'breakwater.dev/restarted-at';
/** Node label that no node has: a DaemonSet that wants it has no pods. */
export const NOWHERE_LABEL = 'breakwater.dev/scaled-to-zero';

export function toMark(id: string): string {
  return `${MARK_PREFIX}${id}`;
}
