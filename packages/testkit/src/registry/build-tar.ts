import { Buffer } from 'node:buffer';

const BLOCK = 512;

/** A tar archive of plain files, in the order given. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06 */
export function buildTar(files: Readonly<Record<string, string>>): Buffer {
  const members = Object.entries(files).flatMap(([path, text]) => {
    const content = Buffer.from(text);
    return [buildHeader(path, content.length), content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)];
  });
  return Buffer.concat([...members, Buffer.alloc(2 * BLOCK)]);
}

function buildHeader(path: string, size: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(path, 0);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  header.write('14730000000\0', 136);
  header.write('        0', 148);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
