import type { Classifier } from '../classify/classifier.ts';

export const classifier: Classifier = {
  name: 'openjdk',
  files: ['libjvm.so'],
  rules: [
    { package: 'graalvm', cpe: 'oracle:graalvm', mark: 'GraalVM', near: /GraalVM \w+ (\d[\w.+-]*)/ },
    { package: 'zulu', cpe: 'azul:zulu', mark: 'Zulu', near: /VM \((\d[\w.+-]*)\) for .{0,80}Zulu/ },
    {
      package: 'openjdk',
      cpe: 'oracle:openjdk',
      mark: 'OpenJDK 64-Bit Server VM (',
      near: /OpenJDK 64-Bit Server VM \((\d[\w.+]*)[\w.+-]*\)/,
    },
    {
      package: 'oracle-jre',
      cpe: 'oracle:jre',
      mark: 'Java HotSpot(TM) 64-Bit Server VM (',
      near: /Java HotSpot\(TM\) 64-Bit Server VM \((\d[\w.+]*)/,
    },
  ],
};
