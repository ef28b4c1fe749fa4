import { judgeText } from './doors/judge-text.ts';
import type { Finding } from './model/finding.ts';

// The parts of secretlint's interface that are used here, so that its types are not needed to read ours.
// Source: @secretlint/types 12, SecretLintRuleCreator and SecretLintRulePresetCreator.
interface RuleContext {
  createTranslator(messages: object, options: { readonly defaultLocale: 'en' }): (id: string) => object;
  report(descriptor: { readonly message: object; readonly range: readonly [number, number] }): void;
}

interface RuleSource {
  readonly filePath: string | undefined;
  readonly content: string;
}

const docs = { url: 'https://www.npmjs.com/package/portcullis' };

const rule = {
  messages: {},
  meta: { id: 'portcullis/credentials', type: 'scanner', recommended: true, supportedContentTypes: ['text'], docs },
  create(context: RuleContext) {
    return {
      async file(source: RuleSource): Promise<void> {
        const starts = lineStarts(source.content);
        for (const finding of await judgeText(source.filePath ?? 'text', Buffer.from(source.content, 'utf8'))) {
          // secretlint masks what is handed over as data, so each check has a message of its own; its id serves `allowMessageIds`
          const say = context.createTranslator({ [finding.check]: { en: () => `${finding.title} (${finding.check})` } }, { defaultLocale: 'en' });
          context.report({ message: say(finding.check), range: rangeOf(finding, starts) });
        }
      },
    };
  },
};

/** A preset of secretlint that runs our credential checks: `{"rules": [{"id": "portcullis/secretlint-preset"}]}`. */
export const creator = {
  meta: { id: 'portcullis/secretlint-preset', type: 'preset', recommended: true, docs },
  rules: [rule],
  create(context: { registerRule(rule: object): void }): void {
    context.registerRule(rule);
  },
};

/** Offsets in UTF-16 code units where lines begin; lines end with LF, CRLF or a lone CR, as in findings. */
function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
  return starts;
}

function rangeOf({ range }: Finding, starts: readonly number[]): readonly [number, number] {
  const offset = (line: number, column: number): number => (starts[line - 1] ?? 0) + column - 1;
  return [offset(range.startLine, range.startColumn), offset(range.endLine, range.endColumn)];
}
