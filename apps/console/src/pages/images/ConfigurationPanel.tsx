import type { Answer, images } from '@breakwater/api';
import { useTexts } from '../../texts/use-texts.ts';
import { Facts, Panel } from '../../ui/Detail.tsx';
import { ImageUser } from '../../ui/ImageMarks.tsx';
import { LabelList } from '../../ui/LabelList.tsx';

type Config = NonNullable<Answer<typeof images.endpoints.get>['config']>;

/** What a container of it starts with; values of variables may be secrets and were never read. */
export function ConfigurationPanel({ config, user }: { readonly config: Config; readonly user: string | undefined }) {
  const { t } = useTexts();
  return (
    <Panel title={t('images.configuration')}>
      <Facts
        items={[
          [t('images.entrypoint'), <Words key="entrypoint" words={config.entrypoint} />],
          [t('images.command'), <Words key="command" words={config.command} />],
          [t('columns.user'), <ImageUser key="user" user={user ?? config.user} />],
          [t('images.folder'), <Words key="folder" words={config.workingDirectory === '' ? [] : [config.workingDirectory]} />],
          [t('workloads.ports'), <Words key="ports" words={config.ports} />],
          [t('workloads.volumes'), <Words key="volumes" words={config.volumes} />],
          [t('images.variables'), <Words key="variables" words={config.environment} />],
          [t('columns.labels'), <LabelList key="labels" labels={config.labels} />],
        ]}
      />
    </Panel>
  );
}

function Words({ words }: { readonly words: readonly string[] }) {
  const { t } = useTexts();
  return words.length === 0 ? t('words.none') : <span className="bw-mono">{words.join(' ')}</span>;
}
