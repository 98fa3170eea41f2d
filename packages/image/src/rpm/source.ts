/** `bash-5.1.8-2.el9.src.rpm`: from the end, the suffix, the release and the version are cut off. Undefined where it is no such name. */
export function toSource(sourceRpm: string): { readonly name: string; readonly version: string } | undefined {
  const [, name, version, release] = /^(.+)-([^-]+)-([^-]+)\.[^.-]+\.rpm$/.exec(sourceRpm) ?? [];
  return name === undefined ? undefined : { name, version: `${version}-${release}` };
}
