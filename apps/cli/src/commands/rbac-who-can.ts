import { type AccessRequest, type Authorizer, type BoundRule, completeSubject, listSubjects, type Subject } from '@breakwater/rbac';
import { FORMAT_OPTION, isUncertain, renderAnswer } from '../answer.ts';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { readAccess } from '../rbac/read-access.ts';
import { NAME_OPTION, RBAC_NAMESPACE_OPTION, RESOURCE_ARGUMENTS, readQuestion } from '../rbac/read-question.ts';
import { CHAIN_COLUMNS, formatRequest, toChain, toChainCells } from '../rbac/render-access.ts';
import { RENDER_OPTIONS } from '../render/render-options.ts';

export const command: CommandDefinition = {
  name: 'rbac who-can',
  summary: 'List everybody who may do something by the roles and bindings given, and through which of them',
  arguments: RESOURCE_ARGUMENTS,
  options: [RBAC_NAMESPACE_OPTION, NAME_OPTION, ...RENDER_OPTIONS, FORMAT_OPTION],
  examples: [
    { command: 'breakwater rbac who-can get secrets -n shop rbac/', doc: 'Who reads the secrets of shop?' },
    {
      command: 'kubectl get clusterroles,clusterrolebindings,roles,rolebindings -A -o json | breakwater rbac who-can create pods -',
      doc: 'Who may start pods everywhere, in the cluster that runs?',
    },
  ],
  run: async (input, terminal) => {
    const { request, paths } = readQuestion(input);
    const { authorizer, problems, locate } = await readAccess(paths, input, terminal);
    const found = listHolders(authorizer, request);
    await terminal.stdout(
      renderAnswer(input.options['format'], {
        schema: 'breakwater/rbac-who-can',
        results: found.map(({ subject, grants }) => ({ subject: trim(subject), grants: grants.map(grant => toChain(grant, locate)) })),
        heading: `${formatRequest(request)}: ${found.length} ${found.length === 1 ? 'subject' : 'subjects'}`,
        columns: ['subject', ...CHAIN_COLUMNS],
        rows: found.flatMap(({ subject, grants }) =>
          listRows(
            subject,
            grants.map(grant => toChainCells(grant, locate)),
          ),
        ),
        problems,
      }),
    );
    return isUncertain(problems) ? EXIT.couldNotLook : EXIT.nothing;
  },
};

interface Holder {
  readonly subject: Subject;
  readonly grants: readonly BoundRule[];
}

/** Subjects in the order of the API server, each with every binding that gives it the right. */
function listHolders(authorizer: Authorizer, request: AccessRequest): readonly Holder[] {
  const bySubject = new Map<string, BoundRule[]>();
  for (const grant of authorizer.whoCan(request)) {
    for (const key of new Set(grant.binding.subjects.map(subject => toKey(completeSubject(subject, grant.binding.namespace))))) {
      bySubject.set(key, [...(bySubject.get(key) ?? []), grant]);
    }
  }
  return listSubjects(authorizer, request).map(subject => ({ subject, grants: bySubject.get(toKey(subject)) ?? [] }));
}

function toKey({ kind, namespace, name }: Subject): string {
  return `${kind}/${namespace}/${name}`;
}

function trim({ kind, namespace, name }: Subject) {
  return { kind, ...(namespace === '' ? {} : { namespace }), name };
}

function listRows(subject: Subject, chains: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const cell = `${subject.kind} ${subject.namespace === '' ? '' : `${subject.namespace}/`}${subject.name}`;
  return chains.length === 0 ? [[cell, '', '', '', '']] : chains.map(cells => [cell, ...cells]);
}
