const TOKEN = /(?:"[^"]*"|'[^']*'|[^\s"'&|;()])+|[&|;()\n]+/g;
const OPERATOR = /^[&|;()\n]/;
/** What stands before a command and is none: variables of it alone, mounts of BuildKit, words that only group. */
const PREFIX = /^(?:[A-Za-z_]\w*=.*|--(?:mount|network|security)=.*|[{!]|then|do|else|if|env|exec|command)$/s;

/** Words of each command of a line for the shell. Quotes are kept together, nothing is expanded. */
export function listCommands(text: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  for (const [token] of text.replaceAll(/\\\r?\n/g, ' ').matchAll(TOKEN)) {
    const current = commands.at(-1) ?? [];
    if (OPERATOR.test(token)) commands.push([]);
    else if (current.length > 0 || !PREFIX.test(token)) current.push(token);
  }
  return commands.filter(words => words.length > 0);
}
