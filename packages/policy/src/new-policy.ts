/** The pattern of policy ids. */
export const POLICY_ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** Every field that a policy must have, with a condition that can be decided, so that its own examples hold from the start. */
export function renderNewPolicy(name: string): string {
  const title = name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');
  return `id: ${name}
title: ${title}
severity: low
reason: hygiene
categories: [images]
stages: [build, deploy]
target: container
expression: container.image != 'registry.example.com/${name}:1'
message: "container '{{container.name}}' runs '{{container.image}}'"
field: container.image
rationale: >-
  Says what an attacker or an outage gains from it, in two sentences at most.
remediation: >-
  Says what to change, with the value to write.
ja:
  title: ${title} の検出
  message: "コンテナ '{{container.name}}' は '{{container.image}}' を実行しています"
  rationale: 攻撃者や障害が何を得るかを説明します。
  remediation: 変更する内容と書くべき値を説明します。
standards: {}
examples:
  comply:
    - name: another image
      objects:
        - ${renderPod('registry.example.com/other:1')}
  violate:
    - name: this image
      objects:
        - ${renderPod(`registry.example.com/${name}:1`)}
      messages:
        - "container 'app' runs 'registry.example.com/${name}:1'"
`;
}

function renderPod(image: string): string {
  return `{ apiVersion: v1, kind: Pod, metadata: { name: example }, spec: { containers: [{ name: app, image: '${image}' }] } }`;
}
