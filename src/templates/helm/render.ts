import { readGoTemplate } from '../../formats/go-template/read-go-template.ts';
import type { Branch, Command, Operand, Pipeline, TemplateNode } from '../../formats/go-template/syntax.ts';
import { holeMark, type Holes, isList, isMap, isUnknown, truth, type Data, type Unknown } from './data.ts';
import { hasApiVersion } from './dot.ts';
import { functions } from './functions/all.ts';
import type { Rendering } from './functions/function.ts';
import type { Stretch } from './output.ts';
import { printed } from './print.ts';

/** Steps of one rendering: nodes and function calls. A large chart's template takes some thousands. */
const maxSteps = 200_000;

/** Characters of one rendering. */
const maxOutput = 6_000_000;

/** Characters of one value: a function can double what it is given. */
const maxText = 1_000_000;

/** Named templates inside each other; Helm's own limit is 1,000. */
const maxIncludes = 50;

/** Turns of one `range`. */
const maxTurns = 2000;

/** A rendering took more than is given to one. */
export class RenderingLimit extends Error {
  override readonly name = 'RenderingLimit';
}

/** The named templates of a chart and what its templates see as their dot. */
export interface RenderContext {
  readonly defines: ReadonlyMap<string, readonly TemplateNode[]>;
  readonly dot: Data;
  readonly holes: Holes;
  /** A file of the chart by its path in it. */
  readonly file: (name: string) => string | undefined;
}

/**
 * Renders a template: nothing is executed but the functions listed in `functions/`. Of a condition that is not known the
 * first branch is rendered, and marked as doubtful. Throws RenderingLimit.
 */
export function renderTemplate(body: readonly TemplateNode[], context: RenderContext): readonly Stretch[] {
  return new Renderer(context).whole(body);
}

type Variables = Map<string, Data>[];

/** What `break` and `continue` do to the loop around them. */
type Jump = 'break' | 'continue' | undefined;

interface Frame {
  readonly dot: Data;
  readonly variables: Variables;
  readonly doubt: string | undefined;
  readonly out: Stretch[];
}

class Renderer implements Rendering {
  readonly holes: Holes;
  private readonly context: RenderContext;
  private steps = 0;
  private length = 0;
  private depth = 0;
  private readonly parsed = new Map<string, ReturnType<typeof readGoTemplate>>();

  constructor(context: RenderContext) {
    this.context = context;
    this.holes = context.holes;
  }

  whole(body: readonly TemplateNode[]): readonly Stretch[] {
    const out: Stretch[] = [];
    this.nodes(body, { dot: this.context.dot, variables: [new Map([['$', this.context.dot]])], doubt: undefined, out });
    return out;
  }

  private spend(amount: number): void {
    this.steps += amount;
    if (this.steps > maxSteps) throw new RenderingLimit(`the template takes more than ${maxSteps} steps`);
  }

  include(name: string, dot: Data): Data {
    const body = this.context.defines.get(name);
    return body === undefined ? { unknown: `the template "${name.slice(0, 100)}", which is not in the chart` } : this.text(body, dot);
  }

  render(text: string, dot: Data): Data {
    if (!text.includes('{{')) return text;
    let template = this.parsed.get(text);
    if (template === undefined) {
      template = readGoTemplate(text.slice(0, 100_000));
      this.parsed.set(text, template);
    }
    return template.problem === undefined ? this.text(template.body, dot) : { unknown: 'a template in a value, which cannot be read' };
  }

  /** A body as one text. What is printed only perhaps becomes a hole. */
  private text(body: readonly TemplateNode[], dot: Data): Data {
    if (++this.depth > maxIncludes) throw new RenderingLimit(`templates include each other more than ${maxIncludes} deep`);
    const out: Stretch[] = [];
    this.nodes(body, { dot, variables: [new Map([['$', dot]])], doubt: undefined, out });
    this.depth--;
    return out.map(({ text, doubt }) => (doubt === undefined ? text : text.trim() === '' ? text : lines(text, this.holes.text(doubt)))).join('');
  }

  private nodes(nodes: readonly TemplateNode[], frame: Frame): Jump {
    for (const node of nodes) {
      this.spend(1);
      switch (node.kind) {
        case 'text':
          this.print(frame, { text: node.text.includes(holeMark) ? node.text.replaceAll(holeMark, ' ') : node.text, start: node.start, end: node.start + node.text.length, literal: true });
          break;
        case 'output': {
          const value = this.pipeline(node.pipeline, frame);
          if (node.pipeline.variables.length === 0) this.print(frame, { text: printed(value, this.holes), start: node.start, end: node.end, literal: false });
          break;
        }
        case 'if':
        case 'with': {
          const jump = this.choice(node.branches, node.kind === 'with', frame);
          if (jump !== undefined) return jump;
          break;
        }
        case 'range':
          this.range(node, frame);
          break;
        case 'break':
        case 'continue':
          return node.kind;
        default:
          node satisfies never;
      }
    }
    return undefined;
  }

  private print({ out, doubt }: Frame, stretch: Stretch): void {
    if (stretch.text === '') return;
    this.length += stretch.text.length;
    if (this.length > maxOutput) throw new RenderingLimit(`the template prints more than ${maxOutput} characters`);
    out.push(doubt === undefined ? stretch : { ...stretch, doubt });
  }

  private choice(branches: readonly Branch[], movesDot: boolean, frame: Frame): Jump {
    for (const { pipeline, body } of branches) {
      const variables: Variables = [...frame.variables, new Map()];
      const value = pipeline === undefined ? true : this.pipeline(pipeline, { ...frame, variables });
      const answer = truth(value, this.holes);
      if (answer === false) continue;
      const doubt = frame.doubt ?? (answer === true ? undefined : answer.unknown);
      return this.nodes(body, { ...frame, variables, doubt, dot: movesDot && pipeline !== undefined ? value : frame.dot });
    }
    return undefined;
  }

  private range({ pipeline, body, otherwise }: TemplateNode & { kind: 'range' }, frame: Frame): void {
    const value = this.pipeline({ ...pipeline, variables: [] }, frame);
    const turns = turnsOf(value);
    if (turns.length === 0) {
      this.nodes(otherwise, frame);
      return;
    }
    const doubt = frame.doubt ?? (isUnknown(value) ? value.unknown : undefined);
    for (const [key, item] of turns) {
      const [first, second] = pipeline.variables;
      const own = new Map<string, Data>();
      if (second !== undefined && first !== undefined) own.set(first, key).set(second, item);
      else if (first !== undefined) own.set(first, item);
      if (this.nodes(body, { ...frame, doubt, dot: item, variables: [...frame.variables, own] }) === 'break') return;
    }
  }

  private pipeline({ variables, assigns, commands }: Pipeline, frame: Frame): Data {
    let value: Data;
    commands.forEach((command, index) => {
      value = this.command(command, frame, index === 0 ? [] : [value]);
    });
    const [name] = variables;
    if (name !== undefined) {
      const scope = assigns ? frame.variables.findLast((one) => one.has(name)) : frame.variables.at(-1);
      // what is set under a condition that is not known may also keep its old value
      scope?.set(name, assigns && frame.doubt !== undefined ? { unknown: frame.doubt } : value);
    }
    return value;
  }

  private command({ operands: [head, ...rest] }: Command, frame: Frame, piped: readonly Data[]): Data {
    this.spend(1);
    if (head === undefined) return undefined;
    if (head.kind === 'function') return this.call(head.name, [...rest.map((one) => this.operand(one, frame)), ...piped]);
    if (head.kind === 'path' && (rest.length > 0 || piped.length > 0)) return this.method(head.names, [...rest.map((one) => this.operand(one, frame)), ...piped]);
    return this.operand(head, frame);
  }

  /** Methods of Helm's objects. */
  private method(names: readonly string[], args: readonly Data[]): Data {
    const [object, method] = names.slice(-2);
    if (object === 'APIVersions' && method === 'Has') return hasApiVersion(args[0]);
    if (object === 'Files' && method === 'Get' && typeof args[0] === 'string') return this.context.file(args[0]) ?? '';
    return { unknown: `what ${names.join('.').slice(0, 100)} gives` };
  }

  private call(name: string, args: readonly Data[]): Data {
    const found = functions.get(name);
    if (found === undefined) return { unknown: `the function ${name}` };
    const doubt = found.lenient === true ? undefined : args.find(isUnknown);
    if (doubt !== undefined) return doubt;
    const result = found.call(args, this);
    if (typeof result === 'string' && result.length > maxText) throw new RenderingLimit(`a text grows over ${maxText} characters`);
    return result;
  }

  private operand(operand: Operand, frame: Frame): Data {
    switch (operand.kind) {
      case 'literal':
        return operand.value;
      case 'function':
        return this.call(operand.name, []);
      case 'path': {
        const { root, names } = operand;
        const start = root === 'dot' ? frame.dot : 'variable' in root ? frame.variables.findLast((one) => one.has(root.variable))?.get(root.variable) : this.pipeline(root, frame);
        return follow(start, names);
      }
      default:
        return operand satisfies never;
    }
  }
}

function follow(start: Data, names: readonly string[]): Data {
  let current = start;
  for (const name of names) {
    if (isUnknown(current)) return current;
    current = isMap(current) ? current.get(name) : undefined;
  }
  return current;
}

function turnsOf(value: Data): readonly (readonly [Data, Data])[] {
  if (isUnknown(value)) return [[{ unknown: value.unknown } satisfies Unknown, value]];
  if (isList(value)) return value.slice(0, maxTurns).map((item, index) => [index, item]);
  // Go goes through maps by the order of their keys
  if (isMap(value)) return [...value].slice(0, maxTurns).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return typeof value === 'number' ? Array.from({ length: Math.max(0, Math.min(maxTurns, value)) }, (_, index) => [index, index]) : [];
}

/** A text with each of its lines' content replaced, so that its shape stays. */
function lines(text: string, hole: string): string {
  return text.slice(0, text.length - text.trimStart().length) + hole + text.slice(text.trimEnd().length);
}
