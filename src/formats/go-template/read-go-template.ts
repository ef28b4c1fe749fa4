import { parsePipeline } from './pipeline.ts';
import { GoTemplateError, scanTemplate, type Piece } from './scan.ts';
import type { Branch, GoTemplate, Pipeline, TemplateNode } from './syntax.ts';

/** Levels of blocks inside each other. */
const maxDepth = 100;

/** Reads a Go template. Never throws: a template that is not well formed says so, with what was read before. */
export function readGoTemplate(text: string): GoTemplate {
  const defines = new Map<string, readonly TemplateNode[]>();
  const body: TemplateNode[] = [];
  try {
    new BlockReader(scanTemplate(text), defines).into(body, 0);
    return { body, defines };
  } catch (error) {
    if (error instanceof GoTemplateError) return { body, defines, problem: { message: error.message, start: error.start } };
    throw error;
  }
}

/** The word that ended a body, and what follows it. */
interface Ending {
  readonly word: 'end' | 'else' | undefined;
  readonly rest: string;
  readonly offset: number;
}

class BlockReader {
  private at = 0;
  private readonly pieces: readonly Piece[];
  private readonly defines: Map<string, readonly TemplateNode[]>;

  constructor(pieces: readonly Piece[], defines: Map<string, readonly TemplateNode[]>) {
    this.pieces = pieces;
    this.defines = defines;
  }

  /** Reads nodes until `end`, `else` or the end of the text. */
  into(nodes: TemplateNode[], depth: number): Ending {
    if (depth > maxDepth) throw new GoTemplateError('nested too deeply', this.pieces[this.at]?.start ?? 0);
    for (let piece = this.pieces[this.at]; piece !== undefined; piece = this.pieces[this.at]) {
      this.at++;
      if (piece.kind === 'text') {
        nodes.push(piece);
        continue;
      }
      const match = /^\s*(if|with|range|define|block|template|else|end|break|continue)\b/.exec(piece.code);
      const word = match?.[1];
      const rest = piece.code.slice(match?.[0].length ?? 0);
      const offset = piece.inside + (match?.[0].length ?? 0);
      if (word === 'end' || word === 'else') {
        if (depth === 0) throw new GoTemplateError(`"${word}" without a beginning`, piece.start);
        return { word, rest, offset };
      }
      const node = this.node(word, { piece, rest, offset, depth });
      if (node !== undefined) nodes.push(node);
    }
    if (depth > 0) throw new GoTemplateError('"end" is missing', this.pieces.at(-1)?.start ?? 0);
    return { word: undefined, rest: '', offset: 0 };
  }

  private node(word: string | undefined, { piece, rest, offset, depth }: { piece: Piece & { kind: 'action' }; rest: string; offset: number; depth: number }): TemplateNode | undefined {
    const { start, end } = piece;
    switch (word) {
      case 'if':
      case 'with':
        return { kind: word, branches: this.branches(parsePipeline(rest, offset), depth), start };
      case 'range': {
        const pipeline = rest.trim() === '' ? undefined : parsePipeline(rest, offset);
        if (pipeline === undefined) throw new GoTemplateError('"range" without a list', start);
        const [first, second] = this.branches(pipeline, depth);
        return { kind: 'range', pipeline, body: first?.body ?? [], otherwise: second?.body ?? [], start };
      }
      case 'define':
      case 'block': {
        const name = /^\s*(?:"([^"]*)"|`([^`]*)`)/.exec(rest);
        const body: TemplateNode[] = [];
        this.into(body, depth + 1);
        const known = name?.[1] ?? name?.[2] ?? '';
        this.defines.set(known, body);
        if (word === 'define') return undefined;
        return { kind: 'output', pipeline: parsePipeline(`template ${rest}`, offset - 9), start, end };
      }
      case 'template':
        return { kind: 'output', pipeline: parsePipeline(`template ${rest}`, offset - 9), start, end };
      case 'break':
      case 'continue':
        return { kind: word, start };
      default:
        return piece.code.trim() === '' ? undefined : { kind: 'output', pipeline: parsePipeline(piece.code, piece.inside), start, end };
    }
  }

  private branches(pipeline: Pipeline, depth: number): readonly Branch[] {
    const branches: Branch[] = [];
    let current: Pipeline | undefined = pipeline;
    for (;;) {
      const body: TemplateNode[] = [];
      const ending = this.into(body, depth + 1);
      branches.push({ pipeline: current, body });
      if (ending.word !== 'else') return branches;
      const chained = /^\s*(?:if|with)\b/.exec(ending.rest);
      current = chained === null ? undefined : parsePipeline(ending.rest.slice(chained[0].length), ending.offset + chained[0].length);
    }
  }
}
