import type { enforcement as en } from './en-enforcement.ts';
import type { TextsOf } from './texts-of.ts';

export const enforcement: TextsOf<typeof en> = {
  enforcement: {
    column: 'デプロイ時の動作',
    action: {
      inform: '通知のみ',
      'fail-build': 'ビルドを失敗させる',
      warn: '警告',
      deny: '拒否',
      'scale-to-zero': 'レプリカを 0 にする',
      'kill-pod': 'Pod を削除',
      restart: '再起動',
      quarantine: '隔離',
    },
    stage: { build: 'ビルド時', deploy: 'デプロイ時', runtime: '実行中' },
  },
};
