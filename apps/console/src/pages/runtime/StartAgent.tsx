import { useTexts } from '../../texts/use-texts.ts';
import { Code } from '../../ui/Code.tsx';

const IN_CLUSTER = 'breakwater install manifest --role sensor --role agent --image IMAGE | kubectl apply -f -';

/** The next step where nothing is watched: a command to take along. */
export function StartAgent() {
  const { t } = useTexts();
  return <Code id="start-agent" label={t('agents.command')} text={IN_CLUSTER} />;
}
