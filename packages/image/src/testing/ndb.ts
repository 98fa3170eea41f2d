const PAGE = 4096;
const SLOT_PAGES = 3;

/** A Packages.db of headers, as rpm's NDB keeps it. */
export function buildNdb(headers: readonly Buffer[]): Buffer {
  const slots = Buffer.alloc(PAGE * SLOT_PAGES);
  for (let at = 32; at < slots.length; at += 16) slots.write('Slot', at, 'latin1');
  slots.write('RpmP', 0, 'latin1');
  slots.writeUInt32LE(SLOT_PAGES, 12);
  slots.writeUInt32LE(headers.length + 1, 16);
  const blobs: Buffer[] = [];
  let block = slots.length / 16;
  for (const [index, header] of headers.entries()) {
    const blob = buildBlob(index + 1, header);
    slots.writeUInt32LE(index + 1, 32 + index * 16 + 4);
    slots.writeUInt32LE(block, 32 + index * 16 + 8);
    slots.writeUInt32LE(blob.length / 16, 32 + index * 16 + 12);
    blobs.push(blob);
    block += blob.length / 16;
  }
  return Buffer.concat([slots, ...blobs]);
}

function buildBlob(index: number, header: Buffer): Buffer {
  const blob = Buffer.alloc(Math.ceil((16 + header.length + 12) / 16) * 16);
  blob.write('BlbS', 0, 'latin1');
  blob.writeUInt32LE(index, 4);
  blob.writeUInt32LE(header.length, 12);
  header.copy(blob, 16);
  blob.writeUInt32LE(header.length, blob.length - 8);
  blob.write('BlbE', blob.length - 4, 'latin1');
  return blob;
}
