/**
 * How a program is recognised that nobody installed as a package: by its file name and by a version among the texts in it. Contents of one file in
 * `classifiers/`.
 */
export interface Classifier {
  /** The name of its file. */
  readonly name: string;
  /** Names of files without their folder, or with folders from the end on; `*` is any part of a name. */
  readonly files: readonly string[];
  /** The first that finds a version counts. */
  readonly rules: readonly Rule[];
}

/**
 * Expressions are those of RE2, and their first group is the version. They are asked about a few hundred bytes around each place of `mark`, bytes
 * that cannot be printed as `\n`; or with `text` about each whole text between two zeros of a file that holds `mark` anywhere.
 */
export type Rule = RuleBase & ({ readonly near: RegExp } | { readonly text: RegExp });

interface RuleBase {
  /** Name of the package, of the purl type `generic`. */
  readonly package: string;
  /** Vendor and product as CVE records name them. https://nvd.nist.gov/products/cpe */
  readonly cpe?: string;
  /** Bytes that stand in every file of it, as they are. */
  readonly mark: string;
}
