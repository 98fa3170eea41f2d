/** A line of a configuration that lets a registry be reached insecurely. */
export interface InsecureLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

const MAX_TEXT = 120;

/**
 * Settings of containerd (config.toml, hosts.toml), CRI-O and Podman (registries.conf, crio.conf), Docker (daemon.json), K3s and RKE2 (registries.yaml) that leave TLS or the look at certificates out.
 * Lines are enough: none of them can be split.
 */
const PATTERNS: readonly RegExp[] = [
  /\b(?:insecure_)?skip_verify["']?\s*[=:]\s*true\b/i,
  /^\s*insecure["']?\s*[=:]\s*true\b/i,
  /\binsecure[-_]registries["']?\s*[=:]\s*\[\s*["'][^\]"']/i,
  /["'\s[=(]http:\/\/(?!(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])[:/"'\s\]])/i,
];

/** Registries on the node itself are left out: nothing leaves it. */
export function listInsecure(text: string): readonly InsecureLine[] {
  return text.split('\n').flatMap((raw, index): readonly InsecureLine[] => {
    const line = raw.replace(/^\s*(?:#|\/\/).*$/, '').replace(/\s#.*$/, '');
    return PATTERNS.some(pattern => pattern.test(line)) ? [{ line: index + 1, text: line.trim().slice(0, MAX_TEXT) }] : [];
  });
}
