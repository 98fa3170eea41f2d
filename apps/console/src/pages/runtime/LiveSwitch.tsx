import { Switch } from '@patternfly/react-core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTexts } from '../../texts/use-texts.ts';

const ON = 'on';

/** Whether the URL says that new events come in by themselves. */
export function useLive(): boolean {
  const { live } = useSearch({ strict: false }) as { readonly live?: string };
  return live === ON;
}

export function LiveSwitch() {
  const { t } = useTexts();
  const isLive = useLive();
  const navigate = useNavigate();
  const turn = (isOn: boolean) => {
    // New ones come in at the top, which is where the newest have to stand.
    const search = (old: Record<string, unknown>) => ({ ...old, live: isOn ? ON : undefined, sort: undefined });
    void navigate({ to: '.', search: search as never, replace: true });
  };
  return <Switch id="live-events" label={t('runtime.live')} isChecked={isLive} onChange={(_event, isOn) => turn(isOn)} />;
}
