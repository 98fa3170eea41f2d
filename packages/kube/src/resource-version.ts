/**
 * Resource versions are decimal numbers that grow with every write of a cluster, for everything that an API server keeps itself.
 * https://github.com/kubernetes/enhancements/tree/master/keps/sig-api-machinery/5504-comparable-resource-version
 */
const DECIMAL = /^[1-9][0-9]*$/;

/** Whether the first is older than the second; undefined where a server writes them in a way of its own, so that nobody can say. */
export function isOlder(a: string, b: string): boolean | undefined {
  if (!DECIMAL.test(a) || !DECIMAL.test(b)) return undefined;
  return a.length === b.length ? a < b : a.length < b.length;
}
