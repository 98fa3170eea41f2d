/** The packages that one file of a layer tells of. A database is rewritten whole: the set as of that layer. */
export interface PackageSet {
  /** The file, as LayerFile has it. */
  readonly evidence: string;
  readonly packages: readonly FoundPackage[];
}

export interface FoundPackage {
  readonly name: string;
  /** As the ecosystem writes it; empty when nothing says: matching is then not-evaluated. */
  readonly version: string;
  /** purl type: deb, apk, rpm, alpm, golang, cargo, maven, pypi, conda, npm, gem, composer, nuget, …, generic. */
  readonly type: string;
  /** Namespace, qualifiers and subpath of the purl; the distribution's parts are added by whoever knows the distribution. */
  readonly purl?: { readonly namespace?: string; readonly qualifiers?: Readonly<Record<string, string>>; readonly subpath?: string };
  readonly arch?: string;
  /** rpm: null when absent, which is not the same fact as 0. */
  readonly epoch?: number | null;
  /** What it was built from: advisories of distributions name that. */
  readonly source?: { readonly name: string; readonly version: string };
  /** Licences as the package states them. */
  readonly licenses?: readonly string[];
  /** Who made it: dpkg's maintainer, rpm's vendor. Decides whether the distribution's advisories cover it. */
  readonly vendor?: string;
  /** What the evidence is worth. `installed` when absent. */
  readonly evidenceKind?: EvidenceKind;
  /** Where within the evidence, when that is an archive: `app.war!WEB-INF/lib/x.jar`. */
  readonly location?: string;
  /** Files, and folders with a slash at the end, from which its code is loaded, where its ecosystem lists them. */
  readonly files?: readonly string[];
  /** Facts of this ecosystem only: `modularity`, `goVersion`, `sigMd5`, … */
  readonly attributes?: Readonly<Record<string, string>>;
}

/**
 * `archive`: within an archive that may be unpacked or not. `binary`: an executable says so itself. `classified`: texts within an executable
 * look like it. `lock`: a lock file names it, whether it is there or not. `sbom`: somebody's document says so.
 */
export type EvidenceKind = 'installed' | 'archive' | 'binary' | 'classified' | 'lock' | 'sbom';

/** Files that a package of the layer owns, as paths from the root; `package` is `name` or `name:arch`. */
export interface OwnedFiles {
  readonly package: string;
  readonly paths: readonly string[];
}
