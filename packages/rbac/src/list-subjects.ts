import type { Authorizer } from './authorizer.ts';
import type { AccessRequest } from './request.ts';
import type { Subject } from './subject.ts';
import { MASTERS } from './user.ts';

/**
 * Everybody who may: members of system:masters, the super user of the server if it has one, then the subjects of bindings in the order in which
 * they are asked, each once.
 */
export function listSubjects(authorizer: Authorizer, request: AccessRequest, superUser = ''): readonly Subject[] {
  const subjects: Subject[] = [{ kind: 'Group', name: MASTERS, namespace: '' }];
  if (superUser !== '') subjects.push({ kind: 'User', name: superUser, namespace: '' });
  for (const { binding } of authorizer.whoCan(request)) {
    for (const subject of binding.subjects) subjects.push(completeSubject(subject, binding.namespace));
  }
  return [...new Map(subjects.map(subject => [`${subject.kind}/${subject.namespace}/${subject.name}`, subject])).values()];
}

/** A service account that names no namespace is of the binding's. */
export function completeSubject(subject: Subject, namespace: string): Subject {
  return subject.kind === 'ServiceAccount' ? { ...subject, namespace: subject.namespace || namespace } : { ...subject, namespace: '' };
}
