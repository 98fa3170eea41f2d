import { createHash, createPrivateKey, sign } from 'node:crypto';
import { createReadStream, createWriteStream, renameSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { toErrorMessage } from '@breakwater/model';
import { openDatabase } from '../database/open-database.ts';
import { AdvisoryError } from '../errors.ts';
import { EXPORT_SCHEMA, type ExportHeader, toSigned } from './export-file.ts';

/**
 * One file to carry to machines without a network: the database, its digest, and a signature when there is a key (Ed25519, PEM).
 *
 * @throws AdvisoryError `database-missing`, `database-invalid`, `database-version`, `database-unwritable`, `export-invalid` for a key that is none
 */
export async function exportDatabase(database: string, file: string, privateKey: string | undefined): Promise<ExportHeader> {
  const [packed, whole] = [`${file}.gz.tmp`, `${file}.tmp`];
  const { built, records } = describe(database);
  try {
    await pipeline(createReadStream(database), createGzip({ level: 6 }), createWriteStream(packed));
    const header: ExportHeader = { schema: EXPORT_SCHEMA, built, records, sha256: await hash(packed) };
    const signed = privateKey === undefined ? header : { ...header, signature: signHeader(header, privateKey) };
    const output = createWriteStream(whole);
    output.write(`${JSON.stringify(signed)}\n`);
    await pipeline(createReadStream(packed), output);
    renameSync(whole, file);
    return signed;
  } catch (cause) {
    if (cause instanceof AdvisoryError) throw cause;
    throw new AdvisoryError('database-unwritable', `${file} cannot be written: ${toErrorMessage(cause)}`, { cause });
  } finally {
    rmSync(packed, { force: true });
    rmSync(whole, { force: true });
  }
}

function describe(file: string): { readonly built: string; readonly records: number } {
  using database = openDatabase(file);
  return { built: database.built, records: database.countRecords() };
}

async function hash(file: string): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(file)) digest.update(chunk as Buffer);
  return digest.digest('hex');
}

function signHeader(header: ExportHeader, pem: string): string {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== 'ed25519') throw new TypeError(`it is a key of type ${key.asymmetricKeyType}`);
    return sign(null, toSigned(header), key).toString('base64');
  } catch (cause) {
    throw new AdvisoryError('export-invalid', `the key is no Ed25519 private key in PEM: ${toErrorMessage(cause)}`, { cause });
  }
}
