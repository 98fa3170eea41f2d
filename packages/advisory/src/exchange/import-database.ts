import { createHash, createPublicKey, verify } from 'node:crypto';
import { closeSync, createReadStream, createWriteStream, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { toErrorMessage } from '@breakwater/model';
import { openDatabase } from '../database/open-database.ts';
import { AdvisoryError } from '../errors.ts';
import { EXPORT_SCHEMA, type ExportHeader, MAX_HEADER, toSigned } from './export-file.ts';

const MAX_DATABASE = 16 * 1024 * 1024 * 1024;

/**
 * Puts an exported database in its place. The one that is there stays in use until the new one was found to be whole and, with a key, to be
 * signed by it.
 *
 * @throws AdvisoryError `export-invalid`, `database-invalid`, `database-version`, `database-unwritable`
 */
export async function importDatabase(file: string, database: string, publicKey: string | undefined): Promise<ExportHeader> {
  const { header, length } = readHeader(file);
  if (publicKey !== undefined) checkSignature(file, header, publicKey);
  const temporary = `${database}.${process.pid}.tmp`;
  try {
    const sha256 = await unpack(file, length, temporary);
    if (sha256 !== header.sha256) throw new AdvisoryError('export-invalid', `${file} is not what was exported: its digest is another`);
    openDatabase(temporary)[Symbol.dispose]();
    renameSync(temporary, database);
    return header;
  } catch (cause) {
    if (cause instanceof AdvisoryError) throw cause;
    throw new AdvisoryError('export-invalid', `${file} cannot be imported: ${toErrorMessage(cause)}`, { cause });
  } finally {
    rmSync(temporary, { force: true });
  }
}

function readHeader(file: string): { readonly header: ExportHeader; readonly length: number } {
  try {
    const bytes = readStart(file);
    const length = bytes.indexOf(10) + 1;
    const header = JSON.parse(bytes.toString('utf8', 0, length)) as ExportHeader;
    if (header.schema !== EXPORT_SCHEMA) throw new TypeError('it says that it is something else');
    return { header, length };
  } catch (cause) {
    throw new AdvisoryError('export-invalid', `${file} is no export of an advisory database: ${toErrorMessage(cause)}`, { cause });
  }
}

function readStart(file: string): Buffer {
  const handle = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(MAX_HEADER);
    return buffer.subarray(0, readSync(handle, buffer, 0, MAX_HEADER, 0));
  } finally {
    closeSync(handle);
  }
}

function checkSignature(file: string, header: ExportHeader, pem: string): void {
  let isValid = false;
  try {
    isValid = verify(null, toSigned(header), createPublicKey(pem), Buffer.from(header.signature ?? '', 'base64'));
  } catch (cause) {
    throw new AdvisoryError('export-invalid', `the key is no Ed25519 public key in PEM: ${toErrorMessage(cause)}`, { cause });
  }
  if (!isValid) throw new AdvisoryError('export-invalid', `${file} is not signed by that key`);
}

async function unpack(file: string, start: number, target: string): Promise<string> {
  const digest = createHash('sha256');
  let total = 0;
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digest.update(chunk);
      done(null, chunk);
    },
  });
  const limiting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      total += chunk.length;
      if (total > MAX_DATABASE) done(new RangeError('it unpacks to more than 16 GiB'));
      else done(null, chunk);
    },
  });
  await pipeline(createReadStream(file, { start }), hashing, createGunzip(), limiting, createWriteStream(target));
  return digest.digest('hex');
}
