const LENGTH = 300;

/** Text of somebody else: short, and without anything that steers a terminal or turns the direction of writing. */
export function toPlainText(text: string): string {
  const cut = text.length > LENGTH ? `${text.slice(0, LENGTH)}…` : text;
  return cut.replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, '\ufffd');
}
