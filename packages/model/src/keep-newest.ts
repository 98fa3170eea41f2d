/**
 * Puts a value at the end of a map that holds `most` at most: who was put there longest ago goes. Its oldest is only looked for where one has to go, since that takes the longer the more was moved to
 * the end before.
 */
export function keepNewest<K, V>(map: Map<K, V>, key: K, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= most) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
