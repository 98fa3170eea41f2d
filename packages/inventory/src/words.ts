/** Lower-case words of an identifier, split at punctuation and changes of case: `AWSSecretKey2` is aws, secret, key2. */
export function splitWords(text: string): readonly string[] {
  const parted = text.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z])([A-Z][a-z])/g, '$1 $2');
  return parted
    .split(/[^A-Za-z0-9]+/)
    .filter(word => word !== '')
    .map(word => word.toLowerCase());
}
