import { readJson } from '../../../formats/json.ts';
import { readYaml } from '../../../formats/yaml.ts';
import { dataOf, isUnknown, type Data } from '../data.ts';
import { collectionFunctions } from './collections.ts';
import { isEmpty, lenient, strict, type FunctionEntry, type TemplateFunction } from './function.ts';
import { logicFunctions } from './logic.ts';
import { stringFunctions } from './strings.ts';

/** Functions that lead back into the chart, or read texts. */
const chartFunctions: readonly FunctionEntry[] = [
  lenient('include', ([name, dot], rendering) => (typeof name === 'string' ? rendering.include(name, dot) : isUnknown(name) ? name : '')),
  lenient('template', ([name, dot], rendering) => (typeof name === 'string' ? rendering.include(name, dot) : isUnknown(name) ? name : '')),
  lenient('tpl', ([text, dot], rendering) => (typeof text === 'string' ? rendering.render(text, dot) : isUnknown(text) ? text : '')),
  lenient('required', ([message, value], { holes }) => {
    const empty = isEmpty(value, holes);
    return value === undefined || value === null || (value === '' && empty === true) ? { unknown: `a value that must be given: ${String(message).slice(0, 100)}` } : value;
  }),
  strict('fromYaml', ([text]) => parsed(readYaml(String(text).slice(0, 1_000_000)))),
  strict('fromJson', ([text]) => parsed(readJson(String(text).slice(0, 1_000_000)))),
];

/** Every function that is understood; what else a chart calls gives an unknown value. */
export const functions: ReadonlyMap<string, TemplateFunction> = new Map([...stringFunctions, ...logicFunctions, ...collectionFunctions, ...chartFunctions]);

function parsed({ documents: [document], problems: [problem] }: ReturnType<typeof readYaml>): Data {
  if (problem !== undefined) return { unknown: 'a text that cannot be read' };
  return document === undefined ? new Map() : dataOf(document);
}
