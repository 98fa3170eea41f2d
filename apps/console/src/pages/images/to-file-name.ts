/** A reference as a name that every file system takes. */
export function toFileName(reference: string, ending: string): string {
  return `${reference.replaceAll(/[^\w.-]+/g, '_')}.${ending}`;
}
