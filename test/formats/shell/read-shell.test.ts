import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { joinPieces, plainText } from '../../../src/formats/mapped-text.ts';
import { readShell } from '../../../src/formats/shell/read-shell.ts';

const read = (text: string) => readShell(plainText(text, 0));
const lines = (text: string): string[] => read(text).commands.map((one) => one.words.map((word) => word.text).join('_'));

describe('commands of a script', () => {
  test.each([
    ['lists', 'a b && c || d; e & f\ng', ['a_b', 'c', 'd', 'e', 'f', 'g']],
    ['pipelines', 'a | b |& c', ['a', 'b', 'c']],
    ['quotes', `a 'b && c' "d | e" f\\ g "h \\"i\\" \\n" $'j\\n'`, ['a_b && c_d | e_f g_h "i" \\n_j\\n']],
    ['an empty word', `a "" ''`, ['a__']],
    ['comments', 'a # b && c\nd#e', ['a', 'd#e']],
    ['substitutions, inner first', 'a $(b `c` "$(d)") e', ['c', 'd', 'b_`c`_$(d)', 'a_$(b `c` "$(d)")_e']],
    ['arithmetic', 'a $((1 + (2 * 3))) && (( b = 1 )) && c', ['a_$((1 + (2 * 3)))', 'c']],
    ['subshells and groups', '(a; b) && { c; d; } | e', ['a', 'b', 'c', 'd', 'e']],
    ['if', 'if a; then b; elif ! c; then d; else e; fi; f', ['a', 'b', 'c', 'd', 'e', 'f']],
    ['loops', 'for i in x y; do a; done; while b; do c; done; until d; do e; done', ['for_i_in_x_y', 'a', 'b', 'c', 'd', 'e']],
    ['case', 'case $x in a|b) c ;; (d) e ;; *) f; esac; g', ['case_$x_in', 'c', 'e', 'f', 'g']],
    ['functions', 'f() { a; }; function g { b; }; f', ['a', 'b', 'f']],
    ['bash tests', '[[ -n $a && ( $b < c ) ]] && d', ['[[_-n_$a_$b_c_]]', 'd']],
    ['continued lines', 'a \\\n  b \\\n&& c', ['a_b', 'c']],
    ['an open quote', 'a && b "c', ['a', 'b_c']],
    ['stray closers', ') a } && b', ['a_}', 'b']],
  ])('%s', (_name, text, expected) => {
    expect(lines(text)).toEqual(expected);
  });

  it('gives assignments, redirections and what connects commands', () => {
    const [first, second] = read('A=1 B="x y" run -x 2>&1 >>log <in && next').commands;
    expect(first?.assignments.map((one) => [one.name, one.value.text])).toEqual([['A', '1'], ['B', 'x y']]);
    expect(first?.redirects.map((one) => [one.fileDescriptor, one.operator, one.target.text])).toEqual([[2, '>&', '1'], [undefined, '>>', 'log'], [undefined, '<', 'in']]);
    expect([first?.after, second?.before]).toEqual(['&&', '&&']);
  });

  it('joins a pipeline by number, and hangs a subshell on the pipeline it stands in', () => {
    const script = read('(curl x) | sh; ls');
    const [curl, sh, ls] = script.commands;
    expect(script.scopes[curl?.scope ?? 0]?.pipeline).toBe(sh?.pipeline);
    expect(ls?.pipeline).not.toBe(sh?.pipeline);
  });

  it('reads heredocs, and the commands behind them', () => {
    const script = read("cat <<A <<-'B' > f\nx $y\nA\n\tz\n\tB\nnext");
    expect(script.commands.map((one) => one.words[0]?.text)).toEqual(['cat', 'next']);
    expect(script.commands[0]?.redirects.map((one) => one.content?.text)).toEqual(['x $y\n', '\tz\n', undefined]);
  });

  it('tells conditions from what they guard', () => {
    expect(read('if a; then b; fi; while c; do d; done').commands.map((one) => one.role)).toEqual(['condition', 'plain', 'condition', 'plain']);
  });

  it('knows what of a word is quoted and what is not known', () => {
    const [command] = read(`x pre"$A"'lit'\${B:-c}`).commands;
    expect(command?.words[1]).toMatchObject({ text: 'pre$Alit${B:-c}', quoted: true, hasExpansion: true });
    expect(command?.words[1]?.parts.map((part) => [part.kind, part.quote, part.name])).toEqual([
      ['text', '', undefined], ['variable', '"', 'A'], ['text', "'", undefined], ['variable', '', 'B'],
    ]);
  });

  it('maps offsets through joined lines', () => {
    const source = 'RUN apt-get \\\n  # why\n  install x';
    const body = joinPieces(source, [4, 12, 23, source.length]);
    const word = readShell(body).commands[0]?.words[1];
    expect(source.slice(word?.start, word?.end)).toBe('install');
  });
});

const fragment = fc.constantFrom('a', ' ', '$(', ')', '`', '"', "'", '\\', '&&', '|', ';', '\n', '<<E', '\nE\n', '{ ', ' }', '(', '((', '${', '}', 'if ', 'fi', 'case x in', 'esac', 'for ', 'do ', 'done', 'f()', '[[', ']]', '=', '#', '$', '>', '2>&1', ';;', 'a=(');

describe('on any input', () => {
  it('never throws, and every range lies in the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(fragment, { maxLength: 50 }).map((parts) => parts.join('')), fc.string({ unit: 'binary' })), (text) => {
        const script = read(text);
        for (const one of script.commands) {
          expect(one.start).toBeGreaterThanOrEqual(0);
          expect(one.end).toBeGreaterThanOrEqual(one.start);
          expect(one.end).toBeLessThanOrEqual(text.length);
          expect(script.scopes[one.scope]).toBeDefined();
        }
      }),
      { numRuns: 3000 },
    );
  });

  test.each(['$(', '`', '"$(', '(', '((', '{ ', '$((', '${', ')', 'a;', 'a ', 'if ', 'case x in ', '<<E\n', "`'` ", '[[ ', 'f() { ', 'a=(', '{ )', '"', '\\\n'])('stays linear on %j repeated', (piece) => {
    const start = performance.now();
    read(piece.repeat(500_000 / piece.length));
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
