const UTF8_STRING = 0x0c;

/** The text of an extension that is a UTF8String of DER up to 255 bytes. https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md */
export function readCertificateText(value: Buffer): string | undefined {
  const [tag, first = 0, second = 0] = value;
  const isLong = first === 0x81;
  const [start, length] = isLong ? [3, second] : [2, first];
  if (tag !== UTF8_STRING || (first > 0x7f && !isLong) || value.length !== start + length) return undefined;
  return value.subarray(start).toString('utf8');
}
