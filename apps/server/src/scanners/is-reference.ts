/** The grammar of https://github.com/distribution/reference/blob/main/regexp.go, without its lengths; a scanner looks closer. */
const REFERENCE = /^[A-Za-z0-9[][\w.:[\]-]{0,260}(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*){0,30}(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

/** Whether a text could name an image, so that a typo is told at once. Linear in its length. */
export function isReference(text: string): boolean {
  return text.length <= 500 && REFERENCE.test(text);
}
