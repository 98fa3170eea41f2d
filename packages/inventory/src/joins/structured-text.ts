/** Names and values on the outermost level of a file that a ConfigMap holds, by the ending of its name; empty for other files. */
export function listSettings(file: string, text: string): readonly (readonly [name: string, value: string])[] {
  const ending = file.slice(file.lastIndexOf('.') + 1).toLowerCase();
  if (ending === 'json') return listJsonSettings(text);
  return LINE_FORMATS.has(ending) ? listLineSettings(text) : [];
}

const LINE_FORMATS = new Set(['properties', 'yaml', 'yml', 'env', 'ini', 'conf', 'cfg', 'toml']);

function listJsonSettings(text: string): readonly (readonly [string, string])[] {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  } catch {
    return [];
  }
}

/** `name: value` and `name = value` that start at the left margin; what is nested stands further right. */
const SETTING = /^["']?([A-Za-z_][\w.-]*)["']?[ \t]*[:=][ \t]*(\S.*)$/;

/** Beginnings of values that continue elsewhere. */
const NO_VALUE = /^(?:[|>][+-]?$|[{[&*]|null$|~$|#)/;

function listLineSettings(text: string): readonly (readonly [string, string])[] {
  return text.split(/\r?\n/).flatMap(line => {
    const [, name = '', rest = ''] = SETTING.exec(line) ?? [];
    const value = rest.replace(/[ \t]#.*$/, '').trim();
    return name === '' || NO_VALUE.test(value) ? [] : [[name, value.replace(/^(["'])(.*)\1$/, '$2')] as const];
  });
}
