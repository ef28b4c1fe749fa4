import { readTerraform } from '../../../src/templates/terraform/read-terraform.ts';
import type { EvaluatedTemplate, FileReader, Value } from '../../../src/templates/value.ts';

/** A reader of files that stand in a table. */
export function filesOf(files: Readonly<Record<string, string>>): FileReader {
  const folderOf = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.');
  return {
    readText: (path) => (Object.hasOwn(files, path) ? files[path] : undefined),
    list: (folder) => Object.keys(files).filter((path) => folderOf(path) === folder).map((path) => path.slice(path.lastIndexOf('/') + 1)),
  };
}

/** Evaluates a module; a string stands for its `main.tf`. */
export function evaluateModule(files: string | Readonly<Record<string, string>>, folder = '.'): EvaluatedTemplate {
  return readTerraform(folder, filesOf(typeof files === 'string' ? { 'main.tf': files } : files));
}

/** The properties of the resources of a module, by address, as plain data. */
export function resourcesOf(files: string | Readonly<Record<string, string>>, folder = '.'): Readonly<Record<string, unknown>> {
  return Object.fromEntries(evaluateModule(files, folder).resources.map((one) => [one.name, plainOf(one.properties)]));
}

/** The value of an expression, as a local of a module. */
export function valueOf(expression: string, more: Readonly<Record<string, string>> = {}): unknown {
  const found = resourcesOf({ 'main.tf': `resource "test_value" "it" {\n  value = ${expression}\n}\n`, ...more })['test_value.it'];
  return typeof found === 'object' && found !== null && 'value' in found ? found.value : undefined;
}

/** A value as plain data: unknown ones as `{unknown: why}`, references as `{reference}`, open collections marked. */
export function plainOf(value: Value): unknown {
  switch (value.kind) {
    case 'known':
      return value.value;
    case 'unknown':
      return value.reference === undefined ? { unknown: value.why } : { reference: `${value.reference.resource}.${value.reference.attribute}` };
    case 'list':
      return value.open === true ? { open: value.items.map(plainOf) } : value.items.map(plainOf);
    case 'map': {
      const entries = Object.fromEntries([...value.entries].map(([key, item]) => [key, plainOf(item)]));
      return value.open === true ? { open: entries } : entries;
    }
  }
}
