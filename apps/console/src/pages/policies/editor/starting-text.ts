/** What a new policy begins with: every key that it needs, and a condition whose examples hold. */
export const STARTING_TEXT = `id: my-policy
title: Image from another registry
severity: medium
reason: provenance
categories: [images]
stages: [build, deploy]
target: container
expression: container.image.startsWith('registry.example.com/')
message: "container '{{container.name}}' runs '{{container.image}}'"
field: container.image
rationale: >-
  Nobody here has looked at images of other registries.
remediation: >-
  Use an image of registry.example.com.
ja:
  title: 別のレジストリのイメージ
  message: "コンテナ '{{container.name}}' は '{{container.image}}' を実行しています"
  rationale: 別のレジストリのイメージは確認されていません。
  remediation: registry.example.com のイメージを使ってください。
standards: {}
examples:
  comply:
    - name: ours
      objects:
        - { apiVersion: v1, kind: Pod, metadata: { name: example }, spec: { containers: [{ name: app, image: 'registry.example.com/app:1' }] } }
  violate:
    - name: another one
      objects:
        - { apiVersion: v1, kind: Pod, metadata: { name: example }, spec: { containers: [{ name: app, image: 'docker.io/app:1' }] } }
      messages:
        - "container 'app' runs 'docker.io/app:1'"
`;

/** The text of a policy under another id: two cannot have the same. */
export function renameClone(text: string, id: string): string {
  return text.replace(/^id: .*$/m, `id: ${id}-copy`);
}
