import { AppError, type Problem, toErrorMessage } from '@breakwater/model';

export type ImageErrorCode =
  /** There is no file, folder or image of that name. */
  | 'image-not-found'
  /** The reference is not one that a registry could hold. */
  | 'reference-invalid'
  /** The file or folder is none of the forms in which images are kept. */
  | 'source-unknown'
  /** An archive or layout whose parts do not fit together. */
  | 'source-invalid'
  /** The engine of this machine that was named is not there, or may not be asked. */
  | 'engine-missing'
  /** An artifact that is no container image: a chart, a signature, an SBOM. */
  | 'not-an-image'
  /** A manifest of Docker's schema 1, which no current tool writes. */
  | 'manifest-too-old'
  /** The index holds no image for the platform asked for. */
  | 'platform-missing'
  /** Bytes are not those that the digest promises. */
  | 'digest-mismatch'
  /** A manifest, configuration or other document that is larger than what is read. */
  | 'document-too-large'
  /** A document that cannot be parsed or lacks what it must have. */
  | 'document-invalid'
  /** The registry's name leads to an address of the machine's own surroundings, as metadata services have. */
  | 'address-refused'
  /** The registry cannot be reached. */
  | 'registry-unreachable'
  /** The registry does not accept the credentials, or wants some. */
  | 'registry-unauthorized'
  /** The registry asks to come back later, and went on asking. */
  | 'registry-throttled'
  /** Any other answer of a registry that is no success. */
  | 'registry-failed'
  /** A problem: a layer that is no tar archive, or a broken one. */
  | 'layer-invalid'
  /** A problem: a layer that ends before its end. */
  | 'layer-truncated'
  /** A problem: a layer whose compression is broken or of a kind that is not known. */
  | 'layer-compression'
  /** A problem: a layer that grows beyond every measure when it is unpacked. */
  | 'layer-too-large'
  /** A problem: a layer with more entries than are kept. */
  | 'too-many-entries'
  /** A problem: an entry whose path leaves the root of the image; it is passed over. */
  | 'path-escapes'
  /** A problem: an entry whose path is empty or too long; it is passed over. */
  | 'path-invalid'
  /** A problem: a file or folder of a root file system that may not be read. */
  | 'file-unreadable'
  /** A problem: a folder of a root file system on which another file system lies; it is not looked into. */
  | 'file-system-skipped'
  /** A problem: a file that a cataloger wants and that is larger than what it reads. */
  | 'file-too-large'
  /** A problem: a file that a cataloger wants and that is stored in pieces (sparse) or as a link to another. */
  | 'file-not-stored'
  /** A problem: files that catalogers want need more room than the work folder may take. */
  | 'work-folder-full'
  /** A problem: a package database or manifest that cannot be read. */
  | 'packages-unreadable'
  /** A problem: packages of which nothing says from which source package they are; advisories name those. */
  | 'source-packages-unknown'
  /** A problem: a cataloger failed, which is a fault of ours; the others went on. */
  | 'cataloger-failed'
  /** A problem: an archive within the image that is read only in part: too deep, too many members, too large. */
  | 'archive-cut'
  /** A problem: an executable that is packed, so that nothing can be said about what is inside. */
  | 'binary-packed'
  /** A problem: a layer with more credentials than are told. */
  | 'secrets-cut'
  /** A problem: nothing in the image says which packages it holds. */
  | 'nothing-catalogued'
  /** A folder that results of layers should be kept in and that cannot be used. */
  | 'cache-unusable'
  /** What signatures of an image are asked of lies on this machine: signatures lie in registries. */
  | 'signatures-need-registry'
  /** A key that is none, or of a kind that is not verified. */
  | 'key-invalid'
  /** A file of trusted authorities and logs that cannot be used. */
  | 'trusted-root-invalid'
  /** A trust that would accept anyone, or that nothing could be verified by. */
  | 'trust-invalid'
  /** A problem: more signatures than are verified, or too many bytes of them. */
  | 'signatures-cut'
  /** A problem: a component of an SBOM that cannot be used; the others are. */
  | 'component-invalid';

/** Something that could not be done with an image. */
export class ImageError extends AppError<ImageErrorCode> {
  /** When a registry asks to come back, where it said so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ImageErrorCode, message: string, options: { readonly cause?: unknown; readonly retryAfterSeconds?: number } = {}) {
    super(code, message, 'cause' in options ? { cause: options.cause } : undefined);
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export function toImageProblem(thrown: unknown, source: string, code: ImageErrorCode): Problem {
  return { code: thrown instanceof ImageError ? thrown.code : code, message: toErrorMessage(thrown), source };
}
