import { randomUUID } from 'node:crypto';
import { toImagePurl } from '@breakwater/model';
import { toVexStatements } from '@breakwater/policy';
import { toOpenVex } from '@breakwater/vulnerability';
import type { Principal } from '../../access/principal.ts';
import type { Db } from '../../database/connection.ts';
import { RequestError, refuseUnknown } from '../../http/request-error.ts';
import { parseImageId } from '../../views/findings/rows.ts';
import { readOutput } from '../../views/images/read-output.ts';
import { findNamedImage, listImageExceptions, type NamedImage } from './covered/store.ts';

interface Context {
  readonly query: Db;
  readonly version: string;
}

/**
 * OpenVEX of what approved exceptions say of one image.
 *
 * @param asked id of an image in the API, or a reference
 * @throws RequestError `not-found`, `conflict` where no purl can name it
 */
export async function writeVex(
  { query, version }: Context,
  principal: Principal,
  asked: string,
  setFileName: (name: string) => void,
): Promise<Record<string, unknown>> {
  const image = await find(query, principal, asked);
  const { reference, digest, platform, names, output } = image;
  const purl = toImagePurl({ name: reference, digest, references: [reference], platform: platform === '' ? undefined : platform });
  if (purl === undefined) throw new RequestError('conflict', `'${reference}' is no name that a VEX document could use.`);
  const { results } = await readOutput(output);
  const now = new Date().toISOString();
  const exceptions = await listImageExceptions(query);
  const packages = results.map(one => ({ name: one.name, version: one.version, purl: one.purl ?? '' }));
  const { statements } = toVexStatements(exceptions, { purl, images: names, packages }, now);
  const first = exceptions.find(({ target }) => target === statements[0]?.vulnerability);
  const author = first?.approver ?? first?.requester ?? principal.person;
  setFileName(`${reference}.openvex.json`);
  return { ...toOpenVex({ id: randomUUID(), author, timestamp: now, tool: { name: 'breakwater', version }, statements }) };
}

async function find(query: Db, principal: Principal, asked: string): Promise<NamedImage> {
  if (asked.includes('\0')) return refuseUnknown('image');
  const byName = await findNamedImage(query, principal, asked);
  if (byName !== undefined) return byName;
  const reference = parseImageId(asked);
  return (reference === undefined ? undefined : await findNamedImage(query, principal, reference)) ?? refuseUnknown('image');
}
