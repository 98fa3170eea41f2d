/** Named bytes, as a folder or an archive holds them. */
export interface FileTree extends AsyncDisposable {
  /** Bytes of a file; undefined when there is none of that name. */
  size(path: string): number | undefined;
  open(path: string): AsyncIterable<Uint8Array>;
  /** A whole file. Throws ImageError when it is absent or larger than a document may be. */
  read(path: string): Promise<Uint8Array>;
}
