/** A path in an image as people write it: archives hold it without the slash at its beginning. */
export function toPath(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}
