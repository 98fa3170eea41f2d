import { ApiError, policies } from '@breakwater/api';
import { Alert, Checkbox, TextArea } from '@patternfly/react-core';
import { type ChangeEvent, useState } from 'react';
import { useChange } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';

/** Several policies at once, from a file or pasted: all or none. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const [text, setText] = useState('');
  const [replace, setReplace] = useState(false);
  const change = useChange(policies, 'import');
  const read = (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])];
    void Promise.all(files.map(file => file.text())).then(texts => setText(texts.map(one => `${one.trimEnd()}\n`).join('---\n')));
  };
  return (
    <Dialog
      title={t('policies.import')}
      submit={t('policies.import')}
      isReady={text.trim() !== ''}
      change={change}
      onSubmit={() => change.mutate({ body: { text, replace } }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Field label={t('policies.importFiles')} help={t('policies.importHelp')}>
        {id => <input id={id} type="file" multiple accept=".yaml,.yml,.json" onChange={read} />}
      </Field>
      <Field label={t('policies.importText')}>
        {id => (
          <TextArea
            id={id}
            className="bw-mono"
            value={text}
            onChange={(_event, value) => setText(value)}
            rows={10}
            resizeOrientation="vertical"
          />
        )}
      </Field>
      <Checkbox
        id="import-replace"
        label={t('policies.importReplace')}
        isChecked={replace}
        onChange={(_event, isChecked) => setReplace(isChecked)}
      />
      {change.error instanceof ApiError && change.error.issues.length > 1 && (
        <Alert variant="danger" isInline title={t('editor.issues')} component="p">
          <ul>
            {change.error.issues.map(({ message, place }) => (
              <li key={`${place?.line} ${message}`}>
                {place !== undefined && `${t('editor.place', { line: place.line, column: place.column })}: `}
                {message}
              </li>
            ))}
          </ul>
        </Alert>
      )}
    </Dialog>
  );
}
