import type { SqliteReader } from '../catalog/cataloger.ts';
import { ImageError } from '../errors.ts';

/** Header blobs of rpmdb.sqlite, one a package. */
export function* readSqliteRows(database: SqliteReader): Generator<Buffer> {
  for (const { blob } of database.rows('SELECT blob FROM Packages ORDER BY hnum')) {
    if (!(blob instanceof Uint8Array)) throw new ImageError('packages-unreadable', 'the RPM database is broken: a package that is no blob');
    yield Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  }
}
