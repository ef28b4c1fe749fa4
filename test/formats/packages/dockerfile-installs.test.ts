import { expect, it } from 'vitest';
import { readDockerfileInstalls } from '../../../src/formats/packages/dockerfile-installs.ts';
import { purlOf } from '../../../src/formats/packages/purl-of.ts';

function installs(text: string): readonly string[] {
  return readDockerfileInstalls(`FROM base\n${text}\n`).packages.map(purlOf);
}

/** What a Dockerfile says, and what it installs, by its package URL without `pkg:`. */
const rows: readonly (readonly [string, readonly string[]])[] = [
  ['RUN --mount=type=cache,target=/root/.cache pip install flask', ['pypi/flask']],
  ['RUN sh -c "set -e; pip install flask"', ['pypi/flask']],
  ["RUN su app -c 'pip install flask'", ['pypi/flask']],
  ['RUN ["/bin/bash", "-lc", "pip install flask"]', ['pypi/flask']],
  ['RUN eval "pip install flask"', ['pypi/flask']],
  ['RUN echo `pip install flask` $(pip install rich)', ['pypi/flask', 'pypi/rich']],
  ['RUN <<EOF bash\npip install flask\nEOF', ['pypi/flask']],
  ['RUN cat <<EOF > install.sh\npip install flask\nEOF', []],
  ['RUN pip install \\\n  # why\n  flask \\\n\n  rich', ['pypi/flask', 'pypi/rich']],
  ['ONBUILD RUN pip install flask', ['pypi/flask']],
  ['ARG NAME=flask\nRUN pip install "$NAME==3.0"', ['pypi/flask@3.0']],
  ['ENV NAMES "flask rich"\nRUN pip install ${NAMES}', ['pypi/flask', 'pypi/rich']],
  ['RUN NAME=flask && pip install $NAME ${OTHER:-rich} $UNKNOWN', ['pypi/flask', 'pypi/rich']],
  ['RUN for name in flask rich; do pip install $name; done', ['pypi/flask', 'pypi/rich']],
  ['RUN echo flask rich | xargs -n 1 pip install', ['pypi/flask', 'pypi/rich']],
  ['RUN gosu app env A=1 timeout 30 nice -n 5 pip install fl""as\\k', ['pypi/flask']],
  ['RUN pip --quiet --proxy http://proxy install -i https://index -e git+https://github.com/acme/lib#egg=lib flask', ['pypi/flask', 'pypi/lib']],
  ['RUN python -u -m pip install flask && python -mpip install rich && python setup.py -m pip install x', ['pypi/flask', 'pypi/rich']],
  ['RUN uvx ruff && uv run --with rich app && pipx run black && pip download six', ['pypi/ruff', 'pypi/rich', 'pypi/black', 'pypi/six']],
  ['RUN poetry add flask && pipenv install rich && pdm add six', ['pypi/flask', 'pypi/rich', 'pypi/six']],
  ['RUN npm in left-pad && npm isntall once && npm exec --yes -- cowsay', ['npm/left-pad', 'npm/once', 'npm/cowsay']],
  ['RUN npx -p left-pad run && yarn dlx once && bunx cowsay', ['npm/left-pad', 'npm/once', 'npm/cowsay']],
  ['RUN npm i https://registry.npmjs.org/@acme/lib/-/lib-1.0.0.tgz', ['npm/%40acme/lib']],
  ['RUN gem install -v 1.2 -f rack -- --with-lib true', ['gem/rack@1.2']],
  ['RUN npm install app-1.2.3.tgz ./lib', []],
  ['RUN npm ci && npm run build && npm test && yarn install && pip install -r requirements.txt .', []],
  ['RUN apt-get -o Acquire::Retries=3 install -yq -t stable curl', ['deb/debian/curl']],
  ['RUN go install -v example.com/tool/cmd/x@v1.2.3 && go run example.com/other@latest ./arg', ['golang/example.com/tool@v1.2.3', 'golang/example.com/other']],
  ['RUN dotnet tool install -g Acme.Tool --version 1.2.3 && dotnet add src/app.csproj package Acme.Lib', ['nuget/Acme.Tool@1.2.3', 'nuget/Acme.Lib']],
  ['RUN luarocks install lpeg && cpanm Moo@2.0', ['luarocks/lpeg', 'cpan/Moo']],
  ['RUN echo "pip install flask" > notes.txt', []],
  ['COPY a \\\nRUN pip install flask', []],
];

it.each(rows)('%s', (text, expected) => {
  expect(installs(text)).toEqual(expected.map((one) => `pkg:${one}`));
});

it('a package that a variable names stands where the variable does', () => {
  const text = 'FROM base\nARG NAME=flask\nRUN pip install $NAME\n';
  const [one] = readDockerfileInstalls(text).packages;
  expect(text.slice(one?.start, one?.end)).toBe('$NAME');
});
