export type EntryType = 'file' | 'hard-link' | 'symlink' | 'directory' | 'character-device' | 'block-device' | 'fifo' | 'other';

/** What the header of one archive member says. */
export interface TarEntry {
  /** From the root, without a leading slash, `.` or `..`; the root itself is empty. */
  readonly path: string;
  readonly type: EntryType;
  /** Bytes that a reader of the file sees; 0 for what is no file. */
  readonly size: number;
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Target of a link: of a symbolic one as it is written, of a hard one a path as above. */
  readonly link?: string;
  /** File capabilities, as the kernel keeps them (struct vfs_cap_data). */
  readonly capability?: Uint8Array;
  /** Of the content, in hexadecimal; only of programs, once they were read. */
  readonly sha256?: string;
  /** Stored in pieces: the bytes in the archive are not the file's. */
  readonly sparse?: true;
}
