/** Characters of the filter grammar that a query may hold as they are. */
const READABLE: Readonly<Record<string, string>> = { '%2C': ',', '%3D': '=', '%7C': '|', '%3A': ':', '%2F': '/', '%20': '+', '%40': '@' };

/** What a URL of the console carries after `?`: plain words, so that a link can be read and written by hand. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

export function renderSearch(search: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(search).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [`${encode(name)}=${encode(String(value))}`],
  );
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/%(?:2C|3D|7C|3A|2F|20|40)/g, code => READABLE[code] ?? code);
}
