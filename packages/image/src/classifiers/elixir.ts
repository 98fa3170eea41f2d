import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'elixir',
  files: ['elixir'],
  rules: [
    { package: 'elixir', cpe: 'elixir-lang:elixir', mark: 'ELIXIR_VERSION=', near: /ELIXIR_VERSION=(\d+\.\d+\.\d+(?:-\w+(?:\.\d+)?)?)/ },
  ],
};
