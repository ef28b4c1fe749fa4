import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readDockerfile } from '../../../src/formats/dockerfile/read-dockerfile.ts';
import type { Instruction } from '../../../src/formats/dockerfile/syntax.ts';

const shape = (text: string): string => readDockerfile(text).instructions.map((one) => `${one.name} ${one.startLine}-${one.endLine}`).join(', ');
const only = (text: string): Instruction => {
  const found = readDockerfile(text).instructions[0];
  if (found === undefined) throw new Error('no instruction');
  return found;
};

describe('the hard shapes, as BuildKit reads them', () => {
  test.each([
    ['a heredoc', 'FROM b\nRUN <<END\nls\nEND\nCMD x\n', 'FROM 1-1, RUN 2-4, CMD 5-5'],
    ['a heredoc for another interpreter', 'RUN <<PY python3\nprint(1)\nPY\nUSER z', 'RUN 1-3, USER 4-4'],
    ['a heredoc whose tabs are dropped', 'RUN <<-END\n\tls\n\tEND\nUSER z', 'RUN 1-3, USER 4-4'],
    ['tabs that are not dropped', 'RUN <<END\n\tEND\nEND\nUSER z', 'RUN 1-3, USER 4-4'],
    ['a quoted delimiter with a space', 'RUN <<"THE END"\nUSER no\nTHE END\nUSER z', 'RUN 1-3, USER 4-4'],
    ['an escaped delimiter', 'COPY <<-\\X /f\nX\nUSER z', 'COPY 1-2, USER 3-3'],
    ['a space before the delimiter', 'RUN cat << END\nEND\nUSER z', 'RUN 1-2, USER 3-3'],
    ['a file descriptor', 'RUN 4<<END cat\nUSER n\nEND\nUSER z', 'RUN 1-3, USER 4-4'],
    ['two heredocs', 'COPY <<ONE <<TWO /d/\nTWO\nONE\nONE\nTWO\nUSER z', 'COPY 1-5, USER 6-6'],
    ['a heredoc behind a continuation', 'RUN true && \\\n cat <<E\nx\nE\nUSER z', 'RUN 1-4, USER 5-5'],
    ['a comment right after a heredoc', 'RUN <<E\nE\n# note\nUSER z', 'RUN 1-2, USER 4-4'],
    ['a heredoc of ONBUILD', 'ONBUILD COPY <<E /f\nUSER n\nE\nUSER z', 'ONBUILD 1-3, USER 4-4'],
    ['a here-string', 'RUN cat <<<word\nUSER z', 'RUN 1-1, USER 2-2'],
    ['a quoted <<', 'RUN echo "see <<E"\nUSER z', 'RUN 1-1, USER 2-2'],
    ['a shift', 'RUN echo $((2<<E))\nUSER z', 'RUN 1-1, USER 2-2'],
    ['<< in exec form', 'RUN ["cat", "<<E"]\nUSER z', 'RUN 1-1, USER 2-2'],
    ['<< in an instruction without heredocs', 'LABEL a=<<E\nUSER z', 'LABEL 1-1, USER 2-2'],
    ['a byte order mark', '\ufeffFROM b\nUSER z', 'FROM 1-1, USER 2-2'],
    ['CRLF', 'FROM b\r\nRUN a \\\r\n  b\r\nRUN <<E\r\nE\r\nUSER z\r\n', 'FROM 1-1, RUN 2-3, RUN 4-5, USER 6-6'],
    ['comments inside a continuation', 'RUN a \\\n  # why\n# more\n  b\nUSER z', 'RUN 1-4, USER 5-5'],
    ['empty lines inside a continuation', 'RUN a \\\n\n  \n b\nUSER z', 'RUN 1-4, USER 5-5'],
    ['the backtick as escape', '# escape=`\nRUN dir `\n  c:\\\nUSER z', 'RUN 2-3, USER 4-4'],
    ['a directive after a comment, which is none', '# note\n# escape=`\nRUN a \\\n b\nUSER z', 'RUN 3-4, USER 5-5'],
    ['two directives', '# syntax=docker/dockerfile:1\n#escape = `\nRUN a `\n b\nUSER z', 'RUN 3-4, USER 5-5'],
    ['an escaped escape at the end of a line', 'RUN a \\\\\nUSER z', 'RUN 1-1, USER 2-2'],
    ['white space after the escape', 'RUN a \\ \t\n b\nUSER z', 'RUN 1-2, USER 3-3'],
    ['a continuation at the end of the file', 'RUN a \\', 'RUN 1-1'],
  ])('%s', (_name, text, expected) => {
    expect(shape(text)).toBe(expected);
    expect(readDockerfile(text).problems).toEqual([]);
  });
});

describe('what an instruction holds', () => {
  it('gives flags without their quotes, and the words after them', () => {
    const copy = only('COPY --from="build" --link --chmod=0755  a b /c/');
    expect(copy.flags.map((flag) => [flag.name, flag.value])).toEqual([['from', 'build'], ['link', undefined], ['chmod', '0755']]);
    expect(copy.arguments.map((word) => word.text)).toEqual(['a', 'b', '/c/']);
  });

  it('decodes exec form and keeps the places of its strings', () => {
    const text = 'CMD [ "a\\"b", "c" ]';
    const cmd = only(text);
    expect(cmd.form).toBe('exec');
    expect(cmd.arguments.map((word) => [word.text, text.slice(word.start, word.end)])).toEqual([['a"b', '"a\\"b"'], ['c', '"c"']]);
  });

  it('takes what is no JSON array for shell form', () => {
    expect(only("CMD ['a', 'b']").form).toBe('shell');
    expect(only('RUN [ -f x ] && y').arguments[0]?.text).toBe('[ -f x ] && y');
  });

  it('keeps the quotes of ENV and tells the legacy form', () => {
    expect(only('ENV A="x y" B=\'z\' C=\\ d').pairs.map((pair) => [pair.key, pair.value, pair.form])).toEqual([
      ['A', '"x y"', 'assigned'], ['B', "'z'", 'assigned'], ['C', '\\ d', 'assigned'],
    ]);
    expect(only('ENV A  x y').pairs).toMatchObject([{ key: 'A', value: 'x y', form: 'legacy' }]);
    expect(only('ARG A').pairs).toMatchObject([{ key: 'A', form: 'bare' }]);
  });

  it('maps offsets through continued lines', () => {
    const text = 'FROM b\nENV A=1 \\\n  # note\n    LONG=2\n';
    const pair = readDockerfile(text).instructions[1]?.pairs[1];
    expect(text.slice(pair?.start, pair?.end)).toBe('LONG=2');
    expect(text.slice(pair?.valueStart, pair?.end)).toBe('2');
  });

  it('says what kind of heredoc it is', () => {
    const text = 'RUN <<-\'A\' 5<<B\n\tx\n\tA\ny\nB\n';
    const { heredocs } = only(text);
    expect(heredocs).toMatchObject([{ name: 'A', expand: false, chomp: true }, { name: 'B', expand: true, chomp: false, fileDescriptor: 5 }]);
    expect(heredocs.map((one) => text.slice(one.start, one.end))).toEqual(['\tx\n', 'y\n']);
  });

  it('gives the comments that describe a stage, cut by an empty comment', () => {
    expect(readDockerfile('# far\n#\n# base the base\nFROM a AS base').instructions[0]?.description.map((one) => one.text)).toEqual(['base the base']);
  });
});

describe('what the builder refuses is said, and hides nothing', () => {
  test.each([
    ['an open heredoc', 'FROM a\nRUN <<E\nls\nUSER z', 'heredoc', 'FROM, RUN, USER'],
    ['a misspelt instruction', 'FROM a\nRUNN x\nUSER z', 'unknown-instruction', 'FROM, RUNN, USER'],
    ['a JSON array of numbers', 'CMD ["a", 1]\nUSER z', 'json', 'CMD, USER'],
    ['a missing value', 'ENV A\nUSER z', 'key-value', 'ENV, USER'],
    ['a word without =', 'LABEL a=b c\nUSER z', 'key-value', 'LABEL, USER'],
    ['a repeated directive', '# escape=`\n# escape=`\nUSER z', 'directive', 'USER'],
    ['a wrong escape', '# escape=x\nUSER z', 'directive', 'USER'],
    ['an unknown flag', 'COPY --form=x a b\nUSER z', 'flag', 'COPY, USER'],
    ['one argument of COPY', 'COPY a\nUSER z', 'arguments', 'COPY, USER'],
    ['a stage name with a symbol', 'FROM a AS b$c\nUSER z', 'stage-name', 'FROM, USER'],
    ['ONBUILD FROM', 'ONBUILD FROM a\nUSER z', 'trigger', 'ONBUILD, USER'],
    ['no instruction', '# nothing\n', 'empty', ''],
    ['a binary', 'FROM a\0b', 'binary', ''],
  ])('%s', (_name, text, code, names) => {
    const read = readDockerfile(text);
    expect(read.problems.map((problem) => problem.code)).toContain(code);
    expect(read.instructions.map((one) => one.name).join(', ')).toBe(names);
  });

  it('suggests the instruction that was meant', () => {
    expect(readDockerfile('FORM a').problems[0]?.message).toContain('did you mean FROM?');
  });
});

const fragment = fc.constantFrom('FROM a', 'RUN ', 'COPY ', 'ENV ', 'ONBUILD ', '<<E', '<<-E', "<<'E F'", '\nE\n', '\n', '\\\n', '# c\n', '# escape=`\n', 'a=b', '"', "'", '${', '$((', '["a",', '--x=', '--', '\r\n', '\\', '\ud800', '\0', '`', ' ', '\t');

describe('on any input', () => {
  it('never throws, and every offset lies in the text in order', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join('')), fc.string({ unit: 'binary' })), (text) => {
        let before = 0;
        for (const one of readDockerfile(text).instructions) {
          expect(one.start).toBeGreaterThanOrEqual(before);
          expect(one.keywordEnd).toBeGreaterThanOrEqual(one.start);
          expect(one.end).toBeGreaterThanOrEqual(one.headEnd);
          expect(one.end).toBeLessThanOrEqual(text.length);
          expect(text[one.start]).toBe(one.keyword[0]);
          for (const word of one.arguments) expect(word.end).toBeGreaterThanOrEqual(word.start);
          before = one.end;
        }
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['10 MB of continuations', `RUN a ${'\\\n  && b '.repeat(1_000_000)}`, 1],
    ['100,000 stages', 'FROM a AS b\nRUN x\n'.repeat(100_000), 200_000],
    ['100,000 open heredocs of different names', Array.from({ length: 100_000 }, (_, i) => `RUN <<E${i}\n`).join(''), 100_000],
    ['nested substitutions', `RUN <<E ${'${a:-'.repeat(200_000)}\nE\n`, 2],
    ['open quotes', 'RUN <<E "\n'.repeat(100_000), 100_000],
    ['deep JSON', `RUN ${'['.repeat(1_000_000)}`, 1],
    ['nested ONBUILD', `${'ONBUILD '.repeat(200_000)}RUN x`, 1],
  ])('stays linear: %s', (_name, text, count) => {
    const start = performance.now();
    expect(readDockerfile(text).instructions).toHaveLength(count);
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});

it('a file of which no line is an instruction has one problem', () => {
  const { problems } = readDockerfile('## syntax highlighting\nsyntax "Dockerfile"\nicolor red\ncolor green\n');
  expect(problems).toHaveLength(1);
  expect(problems[0]?.message).toContain('no line of the file is an instruction');
  expect(readDockerfile('syntax x\nicolor red\nRUN a\n').problems).toHaveLength(2);
});
