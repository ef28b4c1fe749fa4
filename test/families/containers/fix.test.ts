import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCheckFolder } from '../../../src/doors/load-configuration.ts';
import { examineDockerfiles } from '../../../src/families/containers/dockerfile/examine.ts';
import { examineCompose } from '../../../src/families/containers/compose/examine.ts';
import { execForm } from '../../../src/families/containers/dockerfile/fix/exec-form.ts';
import { fixedText } from '../../../src/families/containers/fix.ts';
import { readDockerfile } from '../../../src/formats/dockerfile/read-dockerfile.ts';
import type { FamilyPolicy, LocatedReport } from '../../../src/model/family.ts';
import type { FileReader } from '../../../src/templates/value.ts';

const all = readCheckFolder('policies').filter(({ family }) => family === 'containers');
const policy: FamilyPolicy = {
  checks(applies) {
    const words = new Set(applies);
    return all.filter((check) => 'applies' in check && Array.isArray(check.applies) && check.applies.some((word) => words.has(String(word))));
  },
  parameters: (check) => ('parameters' in check && typeof check.parameters === 'object' ? { ...check.parameters } : {}),
  settings: undefined,
};

async function reportsOf(path: string, text: string): Promise<readonly LocatedReport[]> {
  const files: FileReader = { readText: (name) => (name === path ? text : undefined), list: () => [] };
  const sources = [{ path, subject: 'file' as const, bytes: Buffer.from(text) }];
  return path.endsWith('.yaml') ? examineCompose(sources, { files, today: '2026-01-01' }, policy) : examineDockerfiles(sources, { files, today: '2026-01-01' }, policy);
}

async function fixOnce(path: string, text: string, checks?: readonly string[]): Promise<string> {
  const found = (await reportsOf(path, text)).filter(({ check, foreignSuppression }) => foreignSuppression === undefined && (checks === undefined || checks.some((name) => check.endsWith(`/${name}`))));
  const wanted = found.map(({ check, range }) => ({ check, startLine: range.startLine, startColumn: range.startColumn }));
  return (await fixedText(path, text, wanted, { readText: () => undefined, list: () => [] })) ?? text;
}

async function fixAll(path: string, text: string, checks?: readonly string[]): Promise<string> {
  let before = text;
  for (let round = 0; round < 8; round++) {
    const after = await fixOnce(path, before, checks);
    if (after === before) return after;
    before = after;
  }
  throw new Error('fixing does not end');
}

describe('--fix in a Dockerfile', () => {
  it.each([
    ['apt-recommends', 'RUN apt-get install -y a', 'RUN apt-get install --no-install-recommends -y a'],
    ['apt-recommends', 'RUN sudo aptitude -t x install a', 'RUN sudo aptitude -t x install --without-recommends a'],
    ['apt-yes', 'RUN apt-get -o A=b install a \\\n  b', 'RUN apt-get -o A=b install -y a \\\n  b'],
    ['yum-yes', 'RUN yum install a && yum install -y b', 'RUN yum install -y a && yum install -y b'],
    ['dnf-yes', 'RUN microdnf install a', 'RUN microdnf install -y a'],
    ['zypper-yes', 'RUN zypper install a', 'RUN zypper -n install a'],
    ['apk-no-cache', 'RUN apk add a', 'RUN apk add --no-cache a'],
    ['pip-cache', 'RUN pip install a', 'RUN pip install --no-cache-dir a'],
    ['apt-end-user', 'RUN apt install a', 'RUN apt-get install a'],
    ['useradd-high-uid', 'RUN useradd -u 1234567 a', 'RUN useradd -l -u 1234567 a'],
    ['add-not-copy', 'ADD --chown=a a.txt b/ /c/', 'COPY --chown=a a.txt b/ /c/'],
    ['copy-dest-slash', 'COPY a b /c', 'COPY a b /c/'],
    ['copy-dest-slash', 'COPY ["a", "b", "/c"]', 'COPY ["a", "b", "/c/"]'],
    ['legacy-key-value', 'ENV A some words', 'ENV A="some words"'],
    ['legacy-key-value', 'ENV A $B', 'ENV A=$B'],
    ['maintainer', 'MAINTAINER Ana <ana@example.com>', 'LABEL org.opencontainers.image.authors="Ana <ana@example.com>"'],
    ['shell-form', 'CMD node app.js --port=80', 'CMD ["node", "app.js", "--port=80"]'],
    ['shell-form', 'ENTRYPOINT /bin/app', 'ENTRYPOINT ["/bin/app"]'],
    ['casing', 'run a\nUSER b\nUSER c', 'RUN a\nUSER b\nUSER c'],
    ['from-platform-redundant', 'FROM --platform=$TARGETPLATFORM b', 'FROM b'],
    ['expose-proto-casing', 'EXPOSE 80/TCP 81', 'EXPOSE 80/tcp 81'],
    ['empty-continuation', 'RUN a \\\n\n  b', 'RUN a \\\n  b'],
  ] as const)('the fix of %s changes %s', async (check, before, after) => {
    const [text, expected] = before.startsWith('FROM') ? [before, after] : [`FROM a\n${before}\n`, `FROM a\n${after}\n`];
    expect(await fixAll('Dockerfile', text, [check])).toBe(expected);
    expect((await reportsOf('Dockerfile', expected)).filter((report) => report.check.endsWith(`/${check}`))).toEqual([]);
  });

  it('as and the names of stages follow the builder', async () => {
    expect(await fixAll('Dockerfile', 'FROM a as Build\nFROM b\nCOPY --from=Build /x /x\n', ['from-as-casing', 'stage-casing'])).toBe('FROM a AS build\nFROM b\nCOPY --from=Build /x /x\n');
  });

  it.each([
    ['an archive, which ADD unpacks', 'ADD a.tar.gz /b'],
    ['an address', 'ADD https://a.example/b /c'],
    ['a variable that may be an archive', 'ARG A\nADD $A /b'],
    ['a pattern that may match an archive', 'ADD dist/* /b/'],
    ['a command with a variable', 'CMD node $APP'],
    ['a command with a pipe', 'CMD a | b'],
    ["the shell's own words", 'CMD exec a'],
    ['CMD that ENTRYPOINT is given', 'ENTRYPOINT ["a"]\nCMD b'],
    ['a value with quotes in it', 'ENV A say "x" now'],
    ['the exec form', 'RUN ["apt-get", "install", "a"]'],
    ['a script in quotes with escapes', 'RUN bash -c "echo \\"x\\"; apt-get install a"'],
    ['another shell', 'SHELL ["powershell"]\nCMD node app.js'],
  ])('leaves alone %s', async (_name, text) => {
    const whole = `FROM a\n${text}\n`;
    expect(await fixAll('Dockerfile', whole, ['add-not-copy', 'shell-form', 'legacy-key-value', 'apt-yes', 'apt-recommends'])).toBe(whole);
  });

  it('leaves alone what a comment lets pass, and a file that the builder refuses', async () => {
    const ignored = 'FROM a\n# hadolint ignore=DL3014\nRUN apt-get install a\n';
    expect(await fixAll('Dockerfile', ignored, ['apt-yes'])).toBe(ignored);
    const broken = 'FROM a\nRUN apt-get install a\nNONSENSE\n';
    expect(await fixAll('Dockerfile', broken)).toBe(broken);
  });

  const lines = ['RUN apt-get update && apt-get install a b', 'RUN apt install -y x', 'run apk add curl', 'ADD a.txt /b', 'ADD a b /c', 'ENV K some value', 'ENV K=v', 'MAINTAINER Ana', 'EXPOSE 80/UDP', 'CMD node app.js', 'ENTRYPOINT run', '# a comment  ', '', 'RUN pip install x \\\n\n   y', 'FROM b as Stage', 'USER 1000', 'RUN <<EOF\napt-get install z\nEOF', 'COPY --from=stage x y /z', 'LABEL a b c', '\tRUN zypper in a'];
  it('fixing twice changes nothing more, and other lines stay byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...lines), { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), fc.boolean(), async (chosen, end, hasMark) => {
        const text = `${hasMark ? '\uFEFF' : ''}${['FROM a', ...chosen].join('\n').replaceAll('\n', end)}${end}`;
        const fixed = await fixAll('Dockerfile', text);
        expect(await fixOnce('Dockerfile', fixed)).toBe(fixed);
        expect(fixed.startsWith('\uFEFF')).toBe(hasMark);
        expect(fixed.replaceAll('\r\n', '').includes('\r')).toBe(false);
        expect(fixed.split('\r\n').length > 1).toBe(end === '\r\n');
        const kept = ['# a comment  ', 'ENV K=v', 'USER 1000'];
        for (const line of kept) expect(fixed.split(end).filter((one) => one === line).length).toBe(text.replace('\uFEFF', '').split(end).filter((one) => one === line).length);
        expect(readDockerfile(fixed).instructions.map(({ name }) => name.replace('ADD', 'COPY').replace('MAINTAINER', 'LABEL'))).toEqual(readDockerfile(text).instructions.map(({ name }) => name.replace('ADD', 'COPY').replace('MAINTAINER', 'LABEL')));
      }),
      { numRuns: 150 },
    );
  });
});

describe('--fix in a Compose file', () => {
  it.each([
    ['services:\n  a:\n    image: x\n    ports:\n      - 22:22 # ssh\n      - "80:80"\n', 'services:\n  a:\n    image: x\n    ports:\n      - "22:22" # ssh\n      - "80:80"\n'],
    ['version: "3.8"\r\nservices:\r\n  a:\r\n    image: x\r\n', 'services:\r\n  a:\r\n    image: x\r\n'],
  ])('%j', async (before, after) => {
    expect(await fixAll('compose.yaml', before)).toBe(after);
  });
});

it.each([
  ['a b', '["a", "b"]'],
  ['a  --x=1\t', '["a", "--x=1"]'],
  ['A=b c', undefined],
  ['a "b"', undefined],
  ['a > b', undefined],
  ['cd /x', undefined],
  ['', undefined],
])('exec form of %j', (command, expected) => {
  expect(execForm(command)).toBe(expected);
});
