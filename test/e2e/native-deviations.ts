/** Examples whose verdict on a request differs from the one on a file, and why that is right. */
export const NATIVE_DEVIATIONS: Readonly<Record<string, string>> = {
  'host-port: containerPort alone, also with hostNetwork': 'the API server fills in hostPort of pods in the network of the node',
  'platform-component-hygiene: aws-node': 'bindings leave out kube-system',
  'volume-type-not-restricted: a type that nobody knows': 'the API server drops fields that it does not know',
};
