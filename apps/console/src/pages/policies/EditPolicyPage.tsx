import { type Answer, policies } from '@breakwater/api';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { usePermission } from '../../data/session.ts';
import { useChange, useEndpoint } from '../../data/use-endpoint.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageBody, PageHead } from '../../ui/Detail.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { PolicyEditor } from './editor/PolicyEditor.tsx';

function EditPolicyPage() {
  const { t } = useTexts();
  const { id = '' } = useParams({ strict: false }) as { readonly id?: string };
  const query = useEndpoint(policies, 'source', { params: { id } });
  return (
    <>
      <PageHead
        title={<span className="bw-mono">{id}</span>}
        parent={{ title: t('policies.one'), to: `/policies/${encodeURIComponent(id)}` }}
        text={query.data?.builtIn === true ? t('editor.builtInText') : undefined}
      />
      <PageBody>
        <QueryStates query={query}>{source => <Edit key={id} id={id} source={source} />}</QueryStates>
      </PageBody>
    </>
  );
}

/** Keeps to the revision that was read first: what somebody else saves meanwhile is refused when saving, and not overwritten. */
function Edit({ id, source }: { readonly id: string; readonly source: Answer<typeof policies.endpoints.source> }) {
  const [{ text: initial, revision = 0, builtIn }] = useState(source);
  const mayChange = usePermission('administer');
  const replace = useChange(policies, 'replace');
  const save = (text: string, leave: (to: string) => void) =>
    replace.mutate({ params: { id }, body: { text, revision } }, { onSuccess: () => leave(`/policies/${encodeURIComponent(id)}`) });
  return <PolicyEditor initial={initial} id={id} isReadOnly={builtIn || !mayChange} save={replace} onSave={save} />;
}

export const page: PageDefinition = {
  path: '/policies/$id/edit',
  title: 'policies.edit',
  permission: 'view',
  Component: EditPolicyPage,
};
