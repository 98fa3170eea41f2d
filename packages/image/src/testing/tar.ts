/** One member of an archive of a test. */
export interface Member {
  readonly path: string;
  /** Type flag of the header; a file when absent. */
  readonly type?: string;
  readonly content?: string | Uint8Array;
  readonly mode?: number;
  readonly link?: string;
  /** What the header claims, whatever the content is. */
  readonly size?: number;
  readonly pax?: Readonly<Record<string, string | Uint8Array>>;
  readonly magic?: string;
}

const BLOCK = 512;

export function buildTar(members: readonly Member[], end = true): Buffer {
  return Buffer.concat([...members.flatMap(buildMember), ...(end ? [Buffer.alloc(2 * BLOCK)] : [])]);
}

/** `{ 'etc/os-release': 'ID=debian' }`; names with a slash at the end are folders, a text that begins with `-> ` is a link. */
export function buildFiles(files: Readonly<Record<string, string | Uint8Array>>): Buffer {
  return buildTar(
    Object.entries(files).map(([path, content]) => {
      if (path.endsWith('/')) return { path, type: '5', mode: 0o755 };
      if (typeof content === 'string' && content.startsWith('-> ')) return { path, type: '2', link: content.slice(3) };
      return { path, content };
    }),
  );
}

function buildMember(member: Member): Buffer[] {
  const content = Buffer.from(member.content ?? '');
  const pax = member.pax === undefined ? [] : buildMember({ path: 'pax', type: 'x', content: buildPax(member.pax) });
  return [...pax, buildHeader(member, member.size ?? content.length), content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)];
}

function buildPax(records: Readonly<Record<string, string | Uint8Array>>): Buffer {
  return Buffer.concat(
    Object.entries(records).map(([key, value]) => {
      const body = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value), Buffer.from('\n')]);
      const digits = String(body.length + String(body.length + 2).length).length;
      return Buffer.concat([Buffer.from(String(body.length + digits)), body]);
    }),
  );
}

function buildHeader({ path, type = '0', mode = 0o644, link = '', magic = 'ustar\x0000' }: Member, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(path, 0, 100, 'utf8');
  header.write(mode.toString(8).padStart(7, '0'), 100);
  header.write('0000000', 108);
  header.write('0000000', 116);
  writeSize(header, size);
  header.write('00000000000', 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(link, 157, 100, 'utf8');
  header.write(magic, 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** What eleven octal digits cannot hold is written in base 256. */
function writeSize(header: Buffer, size: number): void {
  if (size < 8 ** 11) {
    header.write(size.toString(8).padStart(11, '0'), 124);
    return;
  }
  header.writeUInt8(0x80, 124);
  header.writeBigUInt64BE(BigInt(size), 128);
}
