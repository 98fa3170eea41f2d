type Sections = Readonly<Record<string, string | Uint8Array>>;

/** Programs of tests are as large as the smallest real ones. */
const MIN_BYTES = 8192;

function pad(parts: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(parts);
  return Buffer.concat([bytes, Buffer.alloc(Math.max(0, MIN_BYTES - bytes.length))]);
}

/** An ELF file with nothing but sections. */
export function buildElf(sections: Sections, { bits = 64, isBig = false }: { bits?: 32 | 64; isBig?: boolean } = {}): Buffer {
  const isWide = bits === 64;
  const put = (buffer: Buffer, at: number, value: number, size: number): void => {
    if (size === 8) isBig ? buffer.writeBigUInt64BE(BigInt(value), at) : buffer.writeBigUInt64LE(BigInt(value), at);
    else isBig ? buffer.writeUIntBE(value, at, size) : buffer.writeUIntLE(value, at, size);
  };
  const names = Buffer.from(`\0${[...Object.keys(sections), '.shstrtab'].map(name => `${name}\0`).join('')}`);
  const contents = [...Object.values(sections).map(content => Buffer.from(content)), names];
  const header = Buffer.alloc(64);
  Buffer.from([0x7f, 0x45, 0x4c, 0x46, isWide ? 2 : 1, isBig ? 2 : 1]).copy(header);
  const size = isWide ? 64 : 40;
  const table = Buffer.alloc(size * (contents.length + 1));
  let offset = header.length;
  for (const [index, content] of contents.entries()) {
    const at = size * (index + 1);
    put(table, at, names.indexOf(`\0${[...Object.keys(sections), '.shstrtab'][index]}\0`) + 1, 4);
    put(table, at + (isWide ? 24 : 16), offset, isWide ? 8 : 4);
    put(table, at + (isWide ? 32 : 20), content.length, isWide ? 8 : 4);
    offset += content.length;
  }
  put(header, isWide ? 0x28 : 0x20, offset, isWide ? 8 : 4);
  put(header, isWide ? 0x3a : 0x2e, size, 2);
  put(header, isWide ? 0x3c : 0x30, contents.length + 1, 2);
  put(header, isWide ? 0x3e : 0x32, contents.length, 2);
  return pad([header, ...contents, table]);
}

export function buildPe(sections: Sections): Buffer {
  const start = Buffer.alloc(64);
  start.write('MZ', 0);
  start.writeUInt32LE(64, 0x3c);
  const header = Buffer.alloc(24);
  header.write('PE\0\0', 0);
  header.writeUInt16LE(Object.keys(sections).length, 6);
  const contents = Object.values(sections).map(content => Buffer.from(content));
  let offset = 64 + 24 + 40 * contents.length;
  const table = Object.keys(sections).map((name, index) => {
    const entry = Buffer.alloc(40);
    const length = contents[index]?.length ?? 0;
    entry.write(name, 0, 8);
    entry.writeUInt32LE(length, 8);
    entry.writeUInt32LE(length, 16);
    entry.writeUInt32LE(offset, 20);
    offset += length;
    return entry;
  });
  return pad([start, header, ...table, ...contents]);
}

export function buildMachO(sections: Sections): Buffer {
  const contents = Object.values(sections).map(content => Buffer.from(content));
  const segment = Buffer.alloc(72 + 80 * contents.length);
  segment.writeUInt32LE(0x19, 0);
  segment.writeUInt32LE(segment.length, 4);
  segment.writeUInt32LE(contents.length, 64);
  const header = Buffer.alloc(32);
  header.writeUInt32LE(0xfeedfacf, 0);
  header.writeUInt32LE(1, 16);
  header.writeUInt32LE(segment.length, 20);
  let offset = header.length + segment.length;
  for (const [index, name] of Object.keys(sections).entries()) {
    const length = contents[index]?.length ?? 0;
    segment.write(name, 72 + 80 * index, 16);
    segment.writeBigUInt64LE(BigInt(length), 72 + 80 * index + 40);
    segment.writeUInt32LE(offset, 72 + 80 * index + 48);
    offset += length;
  }
  return pad([header, segment, ...contents]);
}
