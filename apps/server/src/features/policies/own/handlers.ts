import type { policies } from '@breakwater/api';
import { splitPolicies, toYaml } from '@breakwater/policy';
import type { Principal } from '../../../access/principal.ts';
import { type Catalogue, isBuiltIn, type Language } from '../../../catalogue/catalogue.ts';
import type { ServerContext } from '../../../context.ts';
import { RequestError, refuseUnknown } from '../../../http/request-error.ts';
import type { Handlers } from '../../../http/route.ts';
import type { toPolicy } from '../rows.ts';
import { checkText, needPolicy, refuse, type TextIssue } from './check-text.ts';
import { addPolicies, deletePolicy, type PolicySource, readSources, replacePolicy } from './store.ts';

type AuthoringHandlers = Pick<Handlers<typeof policies>, 'source' | 'export' | 'create' | 'replace' | 'delete' | 'import' | 'check'>;
type Show = (principal: Principal, id: string, language: Language) => Promise<ReturnType<typeof toPolicy>>;

/** Policies that one import may bring. */
const MAX_IMPORT = 500;

/** Writing policies: every text is checked in a thread of its own before it is stored. */
export function createAuthoringHandlers({ query, catalogue, checker }: ServerContext, show: Show): AuthoringHandlers {
  return {
    source: async ({ params: { id } }) => {
      const [own] = await readSources(query, [id]);
      if (own !== undefined) return { text: own.text, revision: own.revision, builtIn: false };
      return { text: renderBuiltIn(await catalogue.read(), id), builtIn: true };
    },
    export: async ({ query: { ids } }) => {
      const wanted = ids?.split(',').map(id => id.trim());
      const own = await readSources(query, wanted);
      const texts = new Map(own.map(({ id, text }) => [id, text]));
      const known = await catalogue.read();
      const all = (wanted ?? [...texts.keys()]).map(id => texts.get(id) ?? renderBuiltIn(known, id));
      return { text: all.map(text => `${text.trimEnd()}\n`).join('---\n'), policies: all.length };
    },
    create: async ({ principal, body: { text }, language }) => {
      const policy = needPolicy(await checkText(checker, text, undefined));
      await addPolicies(query, [{ text, policy }], principal.name);
      return show(principal, policy.id, language);
    },
    replace: async ({ principal, params: { id }, body: { text, revision }, language }) => {
      if (isBuiltIn(id))
        throw new RequestError('conflict', 'A policy that ships with Breakwater is not changed.', 'Clone it under another id.');
      const policy = needPolicy(await checkText(checker, text, id));
      await replacePolicy(query, { text, policy }, revision, principal.name);
      return show(principal, id, language);
    },
    delete: async ({ params: { id } }) => {
      if (await deletePolicy(query, id)) return null;
      if (isBuiltIn(id))
        throw new RequestError('conflict', 'A policy that ships with Breakwater is not deleted.', 'Switch it off instead.');
      return refuseUnknown('policy');
    },
    import: async ({ principal, body: { text, replace } }) => {
      const sources = await checkAll(text, async one => checkText(checker, one, undefined));
      const replaced = await addPolicies(query, sources, principal.name, replace);
      return { created: sources.map(({ policy }) => policy.id).filter(id => !replaced.includes(id)), replaced: [...replaced] };
    },
    check: async ({ body: { text, id } }) => {
      const { policy, issues, examples } = await checkText(checker, text, id);
      const taken = id === undefined && policy !== undefined && (await catalogue.read()).own.has(policy.id);
      return {
        ...(policy === undefined ? {} : { id: policy.id, target: policy.target }),
        issues: [...(taken ? [toTaken(policy.id)] : []), ...issues],
        examples: [...examples],
      };
    },
  };
}

function toTaken(id: string): TextIssue {
  return { code: 'taken', message: `there is a policy '${id}' already`, path: 'id' };
}

function renderBuiltIn(catalogue: Catalogue, id: string): string {
  const policy = catalogue.find(id) ?? refuseUnknown('policy');
  return toYaml({ ...policy, examples: catalogue.findExamples(id) });
}

/** All or none: what is wrong is told of every policy, with the line of the whole text. */
async function checkAll(text: string, check: (text: string) => ReturnType<typeof checkText>): Promise<readonly PolicySource[]> {
  const texts = splitPolicies(text);
  if (texts.length === 0) throw new RequestError('bad-request', 'The text holds no policy.', 'Send YAML documents, or a list of policies.');
  if (texts.length > MAX_IMPORT)
    throw new RequestError('bad-request', `One import brings at most ${MAX_IMPORT} policies.`, 'Send them in parts.');
  const sources: PolicySource[] = [];
  const issues: TextIssue[] = [];
  for (const { text: one, line, rewritten } of texts) {
    const { policy, issues: found } = await check(one);
    issues.push(...found.map(issue => toWhole(rewritten ? { ...issue, place: START } : issue, line, policy?.id)));
    if (policy === undefined) continue;
    if (sources.some(source => source.policy.id === policy.id))
      issues.push({ code: 'taken', message: `two policies are called '${policy.id}'`, place: { line, column: 1 } });
    sources.push({ text: one, policy });
  }
  if (issues.length > 0) throw refuse(issues.slice(0, 50));
  return sources;
}

const START = { line: 1, column: 1 };

function toWhole({ place, message, ...issue }: TextIssue, line: number, id: string | undefined): TextIssue {
  const { line: at, column } = place ?? START;
  return { ...issue, message: id === undefined ? message : `${id}: ${message}`, place: { line: line + at - 1, column } };
}
