/**
 * Writes a scenario as YAML. A file of its own: the bundler gives a CommonJS package that is itself loaded on
 * demand no named exports, so the package is imported statically here and this file on demand.
 */
import { stringify } from 'yaml';

/** The document as YAML, in lines of at most 110 characters where values allow it. */
export function toYaml(document: unknown): string {
  return stringify(document, { lineWidth: 110, aliasDuplicateObjects: false });
}
