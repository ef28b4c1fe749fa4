import { readGoTemplate } from '../../formats/go-template/read-go-template.ts';
import { entry } from '../../formats/node.ts';
import { sourceText, type SourceText } from '../../formats/place.ts';
import { readYaml } from '../../formats/yaml.ts';
import type { Provenance } from '../kubernetes/convert.ts';
import { templateOf } from '../kubernetes/read.ts';
import type { EvaluatedTemplate, FileReader, Resource, TemplateProblem } from '../value.ts';
import { chartOf, type Chart } from './chart.ts';
import { holeMark, Holes, partsOf } from './data.ts';
import { dotOf, releaseNamespace } from './dot.ts';
import { mendHoles } from './mend-holes.ts';
import { renderedOf, type Rendered } from './output.ts';
import { renderTemplate, RenderingLimit } from './render.ts';

/** Characters of a template that are read: what Helm takes of one file (5 MiB). Custom resources come near 2 MB. */
const maxLength = 5_242_880;

/**
 * Reads a template of a Helm chart, rendered with the chart's default values; undefined when the file is none. Nothing is
 * executed. What only an installation decides is unknown, and places are those of the template. A template that cannot be
 * rendered gives one problem, `not-rendered`, and no resource.
 */
export function readHelmTemplate(path: string, text: string, files: FileReader): EvaluatedTemplate | undefined {
  const chart = chartOf(path, files);
  if (chart === undefined) return undefined;
  const source = sourceText(path, text);
  const inputs = [path, join(chart.root, 'Chart.yaml'), join(chart.root, 'values.yaml')];
  if (text.length > maxLength) return { ...notRendered(source, `is larger than ${maxLength} characters, more than Helm takes`, 0), inputs };
  const template = readGoTemplate(text);
  if (template.problem !== undefined) return { ...notRendered(source, template.problem.message, template.problem.start), inputs };
  const holes = new Holes();
  try {
    const defines = new Map([...chart.defines, ...template.defines]);
    const context = { defines, dot: dotOf(chart, path), holes, file: (name: string) => readFileOf(chart, name, files) };
    for (const prelude of chart.preludes) if (prelude.name > path.slice(path.lastIndexOf('/') + 1)) renderTemplate(prelude.body, context);
    const rendered = renderedOf(mendHoles(renderTemplate(template.body, context)));
    return { ...judged(source, rendered, holes), inputs };
  } catch (error) {
    if (error instanceof RenderingLimit) return { ...notRendered(source, error.message, 0), inputs };
    throw error;
  }
}

/** The folder of the chart that a file is a template of; undefined when it is none. */
export function chartRootOf(path: string, files: FileReader): string | undefined {
  return chartOf(path, files)?.root;
}

/** A file of the chart, as `.Files.Get` gives it; never one outside of the chart. */
function readFileOf(chart: Chart, name: string, files: FileReader): string | undefined {
  return name.split('/').includes('..') || name.startsWith('/') ? undefined : files.readText(join(chart.root, name));
}

function judged(source: SourceText, rendered: Rendered, holes: Holes): Omit<EvaluatedTemplate, 'inputs'> {
  const parts = partsAsHelmSplits(rendered).map((part) => judgedPart(source, part, holes));
  return {
    format: 'kubernetes',
    path: source.path,
    resources: parts.flatMap(({ resources }) => resources),
    data: [],
    problems: parts.flatMap(({ problems }) => problems),
  };
}

/**
 * Helm takes any three dashes at the beginning of a line for the end of a document, also where a trimmed action has joined
 * them to the line that follows, which YAML would not.
 */
function partsAsHelmSplits(rendered: Rendered): readonly Rendered[] {
  const { text } = rendered;
  const marks = [...text.matchAll(/^---[ \t]*(?=[^\s-])/gm)];
  if (marks.length === 0) return [rendered];
  const spans = [...marks.map(({ index, 0: mark }) => ({ from: index + mark.length, end: index })), { from: text.length, end: text.length }];
  return spans.map(({ end }, index) => partOf(rendered, spans[index - 1]?.from ?? 0, end));
}

function partOf({ text, origin, doubt }: Rendered, from: number, end: number): Rendered {
  return { text: text.slice(from, end), origin: (first, last) => origin(first + from, last + from), doubt: (at) => doubt(at + from) };
}

function judgedPart(source: SourceText, rendered: Rendered, holes: Holes): Pick<EvaluatedTemplate, 'resources' | 'problems'> {
  const { documents, problems } = readYaml(rendered.text);
  const templates = documents.map((document) => {
    // what holds for the whole document is no doubt about its parts
    const kind = entry(document, 'kind') ?? document;
    const doubt = rendered.doubt(kind.start);
    const template = templateOf(source, { documents: [document], problems: [] }, provenanceOf(source, rendered, { holes, given: doubt }));
    return { ...template, resources: template.resources.map((one) => released(one, doubt)) };
  });
  const { placeAt } = provenanceOf(source, rendered, { holes, given: undefined });
  return {
    resources: templates.flatMap(({ resources }) => resources),
    problems: [
      ...templates.flatMap((one) => one.problems),
      // holes that became keys are no keys
      ...problems.filter(({ message }) => !message.includes(holeMark)).map(({ message, start, end }): TemplateProblem =>
        message.startsWith('duplicate key') ? { code: 'duplicate-key', message, at: placeAt(start, end) } : { code: 'not-rendered', message: `rendered with the default values it is no YAML: ${message.replace(/; the text holds template marks.*/s, '')}`, at: placeAt(start, end) },
      ),
    ],
  };
}

/** A resource of a chart: in the release's namespace unless it says otherwise, and perhaps not there at all. */
function released(resource: Resource, doubt: string | undefined): Resource {
  const { head: at } = resource;
  return {
    ...resource,
    attributes: new Map([['namespace', { kind: 'known', value: releaseNamespace, provenance: 'default', at }]]),
    ...(doubt === undefined ? {} : { condition: { kind: 'unknown', why: doubt, at } }),
  };
}

/** `given` is the doubt that is taken as settled. */
function provenanceOf(source: SourceText, rendered: Rendered, { holes, given }: { holes: Holes; given: string | undefined }): Provenance {
  return {
    placeAt: (start, end) => ({ source, ...rendered.origin(start, end) }),
    doubtOf({ value, start }) {
      const why = typeof value === 'string' ? holes.reason(value) : undefined;
      if (why !== undefined) return { why, parts: partsOf(String(value)) };
      const doubt = rendered.doubt(start);
      return doubt === undefined || doubt === given ? undefined : { why: doubt, mayBeAbsent: true };
    },
    isOpen: ({ value }) => typeof value === 'string' && value.includes(holeMark),
  };
}

function notRendered(source: SourceText, message: string, start: number): Omit<EvaluatedTemplate, 'inputs'> {
  return { format: 'kubernetes', path: source.path, resources: [], data: [], problems: [{ code: 'not-rendered', message, at: { source, start, end: Math.min(start + 1, source.text.length) } }] };
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
