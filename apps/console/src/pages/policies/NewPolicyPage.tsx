import { policies } from '@breakwater/api';
import { useSearch } from '@tanstack/react-router';
import { useChange, useEndpoint } from '../../data/use-endpoint.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageBody, PageHead } from '../../ui/Detail.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { PolicyEditor } from './editor/PolicyEditor.tsx';
import { renameClone, STARTING_TEXT } from './editor/starting-text.ts';

function NewPolicyPage() {
  const { t } = useTexts();
  const { from } = useSearch({ strict: false }) as { readonly from?: string };
  return (
    <>
      <PageHead
        title={t('policies.new')}
        parent={{ title: t('policies.title'), to: '/policies' }}
        text={from === undefined ? t('editor.newText') : t('editor.cloneText', { id: from })}
      />
      <PageBody>{from === undefined ? <Create initial={STARTING_TEXT} /> : <Clone from={from} />}</PageBody>
    </>
  );
}

function Clone({ from }: { readonly from: string }) {
  const query = useEndpoint(policies, 'source', { params: { id: from } });
  return <QueryStates query={query}>{({ text }) => <Create initial={renameClone(text, from)} />}</QueryStates>;
}

function Create({ initial }: { readonly initial: string }) {
  const create = useChange(policies, 'create');
  return (
    <PolicyEditor
      initial={initial}
      id={undefined}
      isReadOnly={false}
      save={create}
      onSave={(text, leave) => create.mutate({ body: { text } }, { onSuccess: ({ id }) => leave(`/policies/${encodeURIComponent(id)}`) })}
    />
  );
}

export const page: PageDefinition = {
  path: '/policies/new',
  title: 'policies.new',
  permission: 'administer',
  Component: NewPolicyPage,
};
